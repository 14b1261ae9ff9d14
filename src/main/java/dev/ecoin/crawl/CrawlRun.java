package dev.ecoin.crawl;

import dev.ecoin.feeds.coingecko.Caller;
import dev.ecoin.runs.Ending;
import dev.ecoin.runs.RunUnderWay;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

/** A run under way: what its workers share. Thread-safe once the coins are in. */
final class CrawlRun {

    private final RunUnderWay attempt;
    private final CrawlReport start;
    private final Consumer<CrawlReport> progress;
    private final CallCount pageCalls;
    private final Map<String, CoinTally> coins = new TreeMap<>();

    /** Threads that make a call, and whether they have begun to, or still wait for their permit. */
    private final Map<Thread, Boolean> callers = new HashMap<>();

    private final CountDownLatch opened = new CountDownLatch(1);
    private Ending ending;
    private RuntimeException brokenOff;
    private LocalDate beyond;

    /**
     * @param start how the run stands as it begins or is resumed
     * @param progress told how it stands whenever that changes
     * @param firstDayShown the first day that the plan shows, as far as is known
     */
    CrawlRun(RunUnderWay attempt, CrawlReport start, Consumer<CrawlReport> progress, LocalDate firstDayShown) {
        this.attempt = attempt;
        this.start = start;
        this.progress = progress;
        this.beyond = firstDayShown.minusDays(1);
        var coins = start.coins();
        pageCalls = new CallCount(
                start.calls() - coins.stream().mapToInt(CoinCrawl::calls).sum(),
                start.retries() - coins.stream().mapToInt(CoinCrawl::retries).sum());
        attempt.onEnding(this::interrupt);
    }

    long id() {
        return start.id();
    }

    RunUnderWay attempt() {
        return attempt;
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

    /** Ends what this process does for the run: another one goes on, or this one once the database is back. */
    synchronized void breakOff(RuntimeException why) {
        brokenOff = brokenOff == null ? why : brokenOff;
    }

    /** Why this process can do nothing more for the run; null if it can. */
    synchronized RuntimeException brokenOff() {
        return brokenOff;
    }

    /** A process that ends lets calls under way be answered, and gives up those that wait for their permit. */
    private synchronized void interrupt(RunUnderWay.Reason why) {
        callers.forEach((caller, isCalling) -> {
            if (!isCalling || why != RunUnderWay.Reason.LEAVING) {
                caller.interrupt();
            }
        });
    }

    synchronized boolean isEnding() {
        return ending != null || brokenOff != null || attempt.isEnding();
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
