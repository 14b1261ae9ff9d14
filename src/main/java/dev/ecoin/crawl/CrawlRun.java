package dev.ecoin.crawl;

import dev.ecoin.feeds.Caller;
import dev.ecoin.feeds.FeedException;
import dev.ecoin.feeds.PriceFeed;
import dev.ecoin.runs.Ending;
import dev.ecoin.runs.RunAttempt;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Shared state of a running crawl's workers. Thread-safe once the coins are added. */
final class CrawlRun {

    private static final Logger LOG = Logger.getLogger(CrawlRun.class);

    private final RunAttempt attempt;
    private final CrawlReport start;
    private final Consumer<CrawlReport> progress;
    private final CallCount pageCalls;
    private final Map<String, CoinTally> coins = new TreeMap<>();

    /** Threads that make a call: whether they have started it, or still wait for a permit. */
    private final Map<Thread, Boolean> callers = new HashMap<>();

    private final List<Feed> feeds;

    private final CountDownLatch opened = new CountDownLatch(1);
    private Ending ending;
    private RuntimeException brokenOff;

    /** State of a feed in a run. */
    private static final class Feed {

        private final PriceFeed feed;
        private LocalDate beyond;
        private boolean isLongGone;
        private boolean isCalled;
        private boolean isServing;
        private boolean hasGiven;
        private FeedException down;

        Feed(PriceFeed feed) {
            this.feed = feed;
            this.beyond = feed.firstDay().minusDays(1);
        }
    }

    /**
     * @param start state of the run at its start or resumption
     * @param progress receives every change of the state
     * @param feeds in order of precedence
     */
    CrawlRun(RunAttempt attempt, CrawlReport start, Consumer<CrawlReport> progress, List<PriceFeed> feeds) {
        this.attempt = attempt;
        this.start = start;
        this.progress = progress;
        this.feeds = feeds.stream().map(Feed::new).toList();
        var coins = start.coins();
        pageCalls = new CallCount(
                start.calls() - coins.stream().mapToInt(CoinCrawl::calls).sum(),
                start.retries() - coins.stream().mapToInt(CoinCrawl::retries).sum());
        attempt.onEnding(this::interrupt);
    }

    long id() {
        return start.id();
    }

    RunAttempt attempt() {
        return attempt;
    }

    CrawlReport start() {
        return start;
    }

    /** Whether specific days were requested, rather than all available ones. */
    boolean isExplicit() {
        return start.from() != null;
    }

    CrawlMode mode() {
        return start.mode();
    }

    /** Reports the state of the run. */
    void changed() {
        // One critical section, so that listeners never see an older state after a newer one.
        synchronized (progress) {
            var now = coins.values().stream().map(CoinTally::snapshot).toList();
            tell(start.with(now, pageCalls));
        }
    }

    /** A listener that fails does not fail the run. */
    void tell(CrawlReport report) {
        try {
            progress.accept(report);
        } catch (RuntimeException e) {
            LOG.warn("The listener of the crawl's progress failed; the crawl continues", e);
        }
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

    List<PriceFeed> feeds() {
        return feeds.stream().map(feed -> feed.feed).toList();
    }

    /** The latest day known to be older than the feed shows; this also holds for every earlier day, for all coins. */
    synchronized LocalDate beyond(PriceFeed feed) {
        return of(feed).beyond;
    }

    synchronized void beyond(PriceFeed feed, LocalDate day) {
        of(feed).beyond = day.isAfter(of(feed).beyond) ? day : of(feed).beyond;
    }

    /** Records that the feed had already been down for long when the run started. */
    synchronized void longGone(PriceFeed feed) {
        of(feed).isLongGone = true;
    }

    /** Whether the feed was already down for long at the start of the run and has not served since. */
    synchronized boolean isLongGone(PriceFeed feed) {
        return of(feed).isLongGone && !of(feed).isServing;
    }

    /**
     * Records that the feed is down; the run no longer calls it.
     *
     * @return whether it was up before
     */
    synchronized boolean down(PriceFeed feed, FeedException why) {
        if (of(feed).down != null) {
            return false;
        }
        of(feed).down = why;
        return true;
    }

    /** Why the run no longer calls the feed, or null. */
    synchronized FeedException down(PriceFeed feed) {
        return of(feed).down;
    }

    /** Whether the feed served this run; null if it was not called. */
    synchronized Boolean isServing(PriceFeed feed) {
        return of(feed).isCalled || of(feed).down != null ? of(feed).isServing && of(feed).down == null : null;
    }

    /** Whether prices came from another feed than the given one. */
    synchronized boolean hasPricesWithout(PriceFeed feed) {
        return feeds.stream()
                .anyMatch(other -> other.hasGiven && !other.feed.name().equals(feed.name()));
    }

    private Feed of(PriceFeed feed) {
        return feeds.stream()
                .filter(one -> one.feed.name().equals(feed.name()))
                .findFirst()
                .orElseGet(() -> new Feed(feed));
    }

    /** Makes a call that a cancellation interrupts; nothing else in a run is interrupted. */
    <T> T call(PriceFeed feed, CallCount count, Function<Caller, T> call) {
        enter();
        try {
            var answer = call.apply(new CountingCaller(feed, count));
            synchronized (this) {
                of(feed).isServing = true;
                of(feed).hasGiven = true;
            }
            opened.countDown();
            return answer;
        } catch (FeedException.NotServed e) {
            synchronized (this) {
                of(feed).isServing = true;
            }
            throw e;
        } finally {
            exit();
        }
    }

    /**
     * Waits until the first worker has got an answer from a feed or has given up a coin, so that a wrong key, a pause
     * or a dead host costs one call instead of one per worker.
     */
    void awaitOpening() throws InterruptedException {
        opened.await();
    }

    void open() {
        opened.countDown();
    }

    /** Ends the run as soon as its workers have finished their current pieces. The first reason counts. */
    synchronized void end(Ending reason) {
        ending = ending == null ? reason : ending;
    }

    /** Ends this process's work on the run: another process continues it, or this one once the database recovers. */
    synchronized void breakOff(RuntimeException why) {
        brokenOff = brokenOff == null ? why : brokenOff;
    }

    /** Why this process cannot continue the run; null if it can. */
    synchronized RuntimeException brokenOff() {
        return brokenOff;
    }

    /** At shutdown, completes running calls and abandons those that wait for a permit. */
    private synchronized void interrupt(RunAttempt.Reason why) {
        callers.forEach((caller, isCalling) -> {
            if (!isCalling || why != RunAttempt.Reason.SHUTDOWN) {
                caller.interrupt();
            }
        });
    }

    synchronized boolean isEnding() {
        return ending != null || brokenOff != null || attempt.isEnding();
    }

    /** null while the run may do all its work. */
    synchronized Ending ending() {
        return ending;
    }

    private synchronized void calling(PriceFeed feed, Thread caller) {
        of(feed).isCalled = true;
        callers.replace(caller, true);
    }

    private synchronized void enter() {
        callers.put(Thread.currentThread(), false);
    }

    private synchronized void exit() {
        callers.remove(Thread.currentThread());
        // Clear a late interrupt.
        Thread.interrupted();
    }

    private final class CountingCaller implements Caller {

        private final PriceFeed feed;
        private final CallCount count;
        private final Thread caller = Thread.currentThread();
        private final AtomicBoolean again = new AtomicBoolean();

        CountingCaller(PriceFeed feed, CallCount count) {
            this.feed = feed;
            this.count = count;
        }

        @Override
        public void calling() {
            count.count(again.getAndSet(true));
            CrawlRun.this.calling(feed, caller);
        }

        @Override
        public boolean hasGone() {
            return isEnding() || down(feed) != null;
        }
    }
}
