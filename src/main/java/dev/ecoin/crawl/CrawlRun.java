package dev.ecoin.crawl;

import dev.ecoin.coingecko.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** A run under way: what its workers share. Thread-safe once the coins are in. */
final class CrawlRun {

    /**
     * Why a run ends before its work is done.
     *
     * @param pausedUntil null unless it is paused
     */
    record Ending(CrawlState state, Instant pausedUntil, String error) {}

    /** The run goes on in another process. */
    static final Ending LOST = new Ending(CrawlState.RUNNING, null, null);

    /** The database was away for too long: nobody is at the run, until somebody finds it so. */
    static final Ending BROKEN_OFF = new Ending(CrawlState.RUNNING, null, "The database is away");

    private final CrawlReport start;
    private final CrawlState whenLeaving;
    private final Consumer<CrawlReport> progress;
    private final CallCount pageCalls;
    private final Map<String, CoinTally> coins = new TreeMap<>();

    /** Threads that make a call, and whether they have begun to, or still wait for their permit. */
    private final Map<Thread, Boolean> callers = new HashMap<>();

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private Ending ending;
    private LocalDate beyond;

    /**
     * @param start how the run stands as it begins or is resumed
     * @param whenLeaving what becomes of it if this process is asked to end
     * @param progress told how it stands whenever that changes
     * @param firstDayShown the first day that the plan shows, as far as is known
     */
    CrawlRun(CrawlReport start, CrawlState whenLeaving, Consumer<CrawlReport> progress, LocalDate firstDayShown) {
        this.start = start;
        this.whenLeaving = whenLeaving;
        this.progress = progress;
        this.beyond = firstDayShown.minusDays(1);
        var coins = start.coins();
        pageCalls = new CallCount(
                start.calls() - coins.stream().mapToInt(CoinCrawl::calls).sum(),
                start.retries() - coins.stream().mapToInt(CoinCrawl::retries).sum());
    }

    long id() {
        return start.id();
    }

    CrawlReport start() {
        return start;
    }

    CrawlMode mode() {
        return start.mode();
    }

    /** Tells how the run stands. */
    void changed() {
        // Taken and told in one, so that what is told never goes back.
        synchronized (progress) {
            var now = coins.values().stream().map(CoinTally::snapshot).toList();
            tell(start.with(now, pageCalls));
        }
    }

    void tell(CrawlReport report) {
        progress.accept(report);
    }

    CallCount pageCalls() {
        return pageCalls;
    }

    void add(CoinTally coin) {
        coins.put(coin.coin(), coin);
    }

    CoinTally coin(String id) {
        return coins.get(id);
    }

    Collection<CoinTally> coins() {
        return coins.values();
    }

    /** The last day that is known to be older than the plan shows; so is every day before it, of every coin. */
    synchronized LocalDate beyond() {
        return beyond;
    }

    synchronized void beyond(LocalDate day) {
        beyond = day.isAfter(beyond) ? day : beyond;
    }

    /** Makes a call that a cancellation interrupts; nothing else in a run is interrupted. */
    <T> T call(CallCount count, Function<Caller, T> call) {
        enter();
        try {
            var answer = call.apply(new CountingCaller(count));
            opened.countDown();
            return answer;
        } finally {
            exit();
        }
    }

    /**
     * Waits until CoinGecko has answered the first worker, or that one has given up a coin: a wrong key, a pause or a
     * dead host is found out by one call rather than by as many as there are workers.
     */
    void awaitOpening() throws InterruptedException {
        opened.await();
    }

    void open() {
        opened.countDown();
    }

    /** Ends the run as soon as its workers have done what they are at. The first reason counts. */
    synchronized void end(Ending reason) {
        ending = ending == null ? reason : ending;
    }

    /** Ends the run at once. */
    synchronized void cancel() {
        end(new Ending(CrawlState.CANCELLED, null, null));
        interrupt();
    }

    /** Ends the run as soon as the calls under way are answered; another process may go on with it. */
    synchronized void leave() {
        end(new Ending(whenLeaving, null, null));
        callers.forEach((caller, isCalling) -> {
            if (!isCalling) {
                caller.interrupt();
            }
        });
    }

    /** Gives up the calls under way. */
    synchronized void interrupt() {
        callers.keySet().forEach(Thread::interrupt);
    }

    /** Nothing is done for the run any more. */
    void ended() {
        ended.countDown();
    }

    /** Returns whether the run has ended by then. */
    boolean awaitEnd(Duration patience) throws InterruptedException {
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    synchronized boolean isEnding() {
        return ending != null;
    }

    /** Null while nothing speaks against doing all the work. */
    synchronized Ending ending() {
        return ending;
    }

    private synchronized void calling(Thread caller) {
        callers.replace(caller, true);
    }

    private synchronized void enter() {
        callers.put(Thread.currentThread(), false);
    }

    private synchronized void exit() {
        callers.remove(Thread.currentThread());
        // What came too late to interrupt the call shall not interrupt what follows it.
        Thread.interrupted();
    }

    private final class CountingCaller implements Caller {

        private final CallCount count;
        private final Thread caller = Thread.currentThread();
        private final AtomicBoolean again = new AtomicBoolean();

        CountingCaller(CallCount count) {
            this.count = count;
        }

        @Override
        public void calling() {
            count.count(again.getAndSet(true));
            CrawlRun.this.calling(caller);
        }

        @Override
        public boolean hasGone() {
            return isEnding();
        }
    }
}
