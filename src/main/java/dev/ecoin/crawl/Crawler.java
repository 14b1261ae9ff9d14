package dev.ecoin.crawl;

import dev.ecoin.cluster.Leaving;
import dev.ecoin.cluster.Member;
import dev.ecoin.coingecko.CoinGecko;
import dev.ecoin.coingecko.CoinGeckoException;
import dev.ecoin.coingecko.LivePrice;
import dev.ecoin.crawl.CrawlRun.Ending;
import dev.ecoin.database.DatabaseFailures;
import dev.ecoin.logging.LogFields;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.PriceQualityCheck;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Fetches the coins' missing days with several workers, a run at a time, whatever the number of processes on the
 * database: a run is begun by one of them, and if that one ends, another goes on with it where it stood.
 */
@ApplicationScoped
public class Crawler {

    private static final Logger LOG = Logger.getLogger(Crawler.class);
    private static final Consumer<CrawlReport> NOBODY = report -> {};
    private static final int ERRORS_TOLD = 5;

    /** Most answers come sooner; what takes longer is given up, and asked for again by whoever goes on. */
    private static final Duration PATIENCE_TO_STOP = Duration.ofSeconds(5);

    private final CrawlConfig config;
    private final CoinGecko coinGecko;
    private final CoinRepository coins;
    private final MissingDaysRepository missingDays;
    private final FetchMissingDays fetch;
    private final PriceQualityCheck quality;
    private final CrawlRepository runs;
    private final Member member;
    private final DatabasePatience database;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final Map<Long, CrawlRun> underWay = new ConcurrentHashMap<>();

    Crawler(
            CrawlConfig config,
            CoinGecko coinGecko,
            CoinRepository coins,
            MissingDaysRepository missingDays,
            FetchMissingDays fetch,
            PriceQualityCheck quality,
            CrawlRepository runs,
            Member member,
            DatabasePatience database,
            Clock clock,
            MeterRegistry metrics) {
        this.config = config;
        this.coinGecko = coinGecko;
        this.coins = coins;
        this.missingDays = missingDays;
        this.fetch = fetch;
        this.quality = quality;
        this.runs = runs;
        this.member = member;
        this.database = database;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Crawls all that is missing of all coins, see {@link #run}. */
    public CrawlReport crawl() {
        return run(CrawlRequest.everything(), NOBODY);
    }

    /**
     * Crawls what is requested; blocks. Of everything one run is enough: one that waits or is paused goes on or stays
     * paused, and if this process is asked to end, it is left to the next one. Any other is cancelled then, for it is
     * somebody's who waits for it here.
     *
     * @param progress told how the run stands, after every call that brought something
     * @throws CrawlUnderWay if another run is under way
     */
    public CrawlReport run(CrawlRequest request, Consumer<CrawlReport> progress) {
        handBackOrphans();
        if (!request.isEverything()) {
            return conduct(begin(request, CrawlState.CANCELLED, progress));
        }
        var open = database.await(runs.openRunOfEverything());
        if (open.isEmpty()) {
            return conduct(begin(request, CrawlState.WAITING, progress));
        }
        var run = begin(open.get(), progress);
        return run.isPresent() ? conduct(run.get()) : paused(open.get());
    }

    /** Notes that everything is to be crawled once what is under way has ended. */
    public void request() {
        database.await(runs.requestEverything(clock.instant()));
    }

    /** The same for a due time that comes to every replica: one request comes of it. */
    public void request(Instant due) {
        database.await(runs.requestEverything(due, clock.instant()));
    }

    /** Whether a run is under way or about to begin, here or in another process. */
    public boolean isAnyOpen() {
        return database.await(runs.isAnyOpen());
    }

    /** Whether {@link #runDue} may have something to do. */
    public boolean isAnyDue() {
        return !due().isEmpty();
    }

    /**
     * Begins the runs that wait for their turn, resumes those whose pause is over, and takes over those whose process has
     * ended, one after the other, as long as no other process is at one; blocks.
     *
     * @return whether there was something to do here
     */
    public boolean runDue() {
        handBackOrphans();
        for (var any = false; ; any = true) {
            var due = due();
            var run = due.isEmpty() ? Optional.<CrawlRun>empty() : begin(due.get(0), NOBODY);
            if (run.isEmpty()) {
                return any;
            }
            conduct(run.get());
        }
    }

    private List<Long> due() {
        return database.await(runs.due(underWay.keySet(), clock.instant()));
    }

    private void handBackOrphans() {
        synchronized (underWay) {
            database.await(runs.handBackOrphans(underWay.keySet(), clock.instant()))
                    .forEach(run -> LOG.warnf("Nobody is at the crawl %d any more; it waits again", run));
        }
    }

    /** No new call is made, what waits for its permit does so no longer; answers under way are stored. */
    void leave(@Observes Leaving leaving) {
        underWay.values().forEach(CrawlRun::leave);
    }

    /** Waits for the answers under way, though not long. */
    void stop(@Observes ShutdownEvent shutdown) throws InterruptedException {
        for (var run : List.copyOf(underWay.values())) {
            if (!run.awaitEnd(PATIENCE_TO_STOP)) {
                run.interrupt();
                run.awaitEnd(PATIENCE_TO_STOP);
            }
        }
    }

    /** Interrupts a run under way in this process; runs elsewhere notice by their row. */
    void cancelHere(long id) {
        var run = underWay.get(id);
        if (run != null) {
            run.cancel();
        }
    }

    /** @param whenLeaving what becomes of it if this process is asked to end */
    private CrawlRun begin(CrawlRequest request, CrawlState whenLeaving, Consumer<CrawlReport> progress) {
        synchronized (underWay) {
            var id = member.isLeaving() ? Optional.<Long>empty() : database.await(runs.begin(request, clock.instant()));
            return underWay(id.orElseThrow(CrawlUnderWay::new), whenLeaving, progress);
        }
    }

    /** Empty if the run is paused, was begun by another process, or has to wait for another run. */
    private Optional<CrawlRun> begin(long id, Consumer<CrawlReport> progress) {
        synchronized (underWay) {
            return !member.isLeaving() && database.await(runs.begin(id, clock.instant()))
                    ? Optional.of(underWay(id, CrawlState.WAITING, progress))
                    : Optional.empty();
        }
    }

    private CrawlRun underWay(long id, CrawlState whenLeaving, Consumer<CrawlReport> progress) {
        var run = new CrawlRun(report(id), whenLeaving, progress, coinGecko.firstDay());
        underWay.put(id, run);
        return run;
    }

    private CrawlReport paused(long id) {
        var report = report(id);
        if (report.state() != CrawlState.PAUSED) {
            throw new CrawlUnderWay();
        }
        LOG.infof("The crawl is paused until %s: %s", report.pausedUntil(), report.error());
        return report;
    }

    private CrawlReport conduct(CrawlRun run) {
        return LogFields.ofRun(address(run), () -> perform(run));
    }

    private static String address(CrawlRun run) {
        return "/crawls/" + run.id();
    }

    private CrawlReport perform(CrawlRun run) {
        try {
            if (member.isLeaving()) {
                run.leave();
            }
            crawl(run, run.start());
        } catch (RuntimeException e) {
            run.end(
                    DatabaseFailures.isOutage(e)
                            ? CrawlRun.BROKEN_OFF
                            : new Ending(CrawlState.FAILED, null, "The service failed; see its log"));
            throw e;
        } finally {
            try {
                end(run);
            } finally {
                underWay.remove(run.id());
                run.ended();
            }
        }
        var ended = report(run.id());
        run.tell(ended);
        return ended;
    }

    private void crawl(CrawlRun run, CrawlReport start) {
        var request = start.request();
        var before = start.coins().stream().collect(Collectors.toMap(CoinCrawl::coin, Function.identity()));
        var now = missing(request);
        var later = request.isEverything() ? postponed(now) : List.<MissingDays>of();
        now.removeAll(later);
        var fromPages = later.stream()
                .filter(MissingDays::lastUnpriced)
                .map(MissingDays::lastOnly)
                .toList();
        Stream.concat(now.stream(), fromPages.stream())
                .forEach(missing -> run.add(new CoinTally(missing, before.get(missing.coin()))));
        if (!before.isEmpty()) {
            database.await(runs.settle(
                    run.id(), run.coins().stream().map(CoinTally::coin).toList()));
        }
        record(run, run.coins());

        now.addAll(pages(run, fromPages));
        work(run, tasks(run, now).iterator());
    }

    private List<MissingDays> missing(CrawlRequest request) {
        var ids = request.coins().isEmpty() ? database.await(coins.ids()) : request.coins();
        var shown = coinGecko.firstDay();
        var from = request.from() != null ? request.from() : config.from().orElse(shown);
        var to = request.to() != null ? request.to() : LocalDate.now(clock).minusDays(1);
        // Days asked for by name are accounted for, also those that the plan does not show.
        var first = request.from() == null && from.isBefore(shown) ? shown : from;
        return new ArrayList<>(database.await(
                missingDays.of(ids, first, to, request.mode(), coinGecko.terms().name())));
    }

    /**
     * The coins that have, or can have from pages of live prices, some price of every day, and whose exact ones would
     * take longer than an update may: those that have waited least.
     */
    private List<MissingDays> postponed(List<MissingDays> missing) {
        var pagesTell = LivePrice.tellADay(clock.instant());
        return missing.stream()
                .filter(coin -> !coin.gaps() && (pagesTell || !coin.lastUnpriced()))
                .sorted(Comparator.comparing(MissingDays::first))
                .skip(coinGecko.terms().callsWithin(config.updateWithin()))
                .toList();
    }

    /** Updates the coins from pages of live prices; returns those that got none. */
    private List<MissingDays> pages(CrawlRun run, List<MissingDays> coins) {
        var updated = new HashSet<String>();
        for (int start = 0; start < coins.size() && !run.isEnding(); start += CoinGecko.COINS_PER_PAGE) {
            var page = coins.subList(start, Math.min(start + CoinGecko.COINS_PER_PAGE, coins.size())).stream()
                    .map(MissingDays::coin)
                    .toList();
            isTried(run, "live prices", error -> {}, () -> updated.addAll(fetch.page(run, page)));
        }
        if (!updated.isEmpty()) {
            var tallies = updated.stream().map(run::coin).toList();
            tallies.forEach(coin -> coin.end(CrawlState.SUCCEEDED));
            record(run, tallies);
            LOG.infof(
                    "Stored yesterday's prices of %d coins as computed from live ones; the exact ones follow, those of"
                            + " up to %d coins a run",
                    updated.size(), coinGecko.terms().callsWithin(config.updateWithin()));
        }
        return coins.stream().filter(coin -> !updated.contains(coin.coin())).toList();
    }

    /** What the workers are to do: in mode range a coin at a time, in mode history a day, the newest first. */
    private Stream<Runnable> tasks(CrawlRun run, List<MissingDays> work) {
        return work.stream().flatMap(missing -> {
            var coin = run.coin(missing.coin());
            if (run.mode() == CrawlMode.RANGE) {
                var days = Window.days(missing.windows());
                return Stream.of(() -> attempt(run, coin, days, () -> fetch.prices(run, coin, missing)));
            }
            return missing.days()
                    .sorted(Comparator.reverseOrder())
                    .map(day -> () -> attempt(run, coin, 1, () -> coin.isUnknown() || fetch.document(run, coin, day)));
        });
    }

    private void work(CrawlRun run, Iterator<Runnable> tasks) {
        var threads = Executors.newFixedThreadPool(
                config.workers(), work -> new Thread(LogFields.takenAlong(work), "crawl " + run.id()));
        try {
            var workers = new ArrayList<Future<?>>();
            workers.add(threads.submit(() -> workOff(run, tasks)));
            for (int other = 1; other < config.workers(); other++) {
                workers.add(threads.submit(() -> {
                    run.awaitOpening();
                    workOff(run, tasks);
                    return null;
                }));
            }
            for (var worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            run.cancel();
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdown();
        }
    }

    private static void workOff(CrawlRun run, Iterator<Runnable> tasks) {
        try {
            for (var next = next(tasks); next.isPresent() && !run.isEnding(); next = next(tasks)) {
                next.get().run();
                run.open();
            }
        } finally {
            run.open();
        }
    }

    private static Optional<Runnable> next(Iterator<Runnable> tasks) {
        synchronized (tasks) {
            return tasks.hasNext() ? Optional.of(tasks.next()) : Optional.empty();
        }
    }

    private void attempt(CrawlRun run, CoinTally coin, int days, BooleanSupplier work) {
        LogFields.ofCoin(coin.coin(), () -> {
            if (isTried(run, coin.coin(), coin::fail, work) && coin.tried(days)) {
                coin.end(CrawlState.SUCCEEDED);
                record(run, List.of(coin));
                tell(coin.snapshot());
            }
        });
    }

    /**
     * Does a piece of work. What only concerns this piece fails it, what concerns all of them ends the run.
     *
     * @param work returns false if it was broken off because the run ends
     * @return whether the work was done or failed, rather than left for another run
     */
    private static boolean isTried(CrawlRun run, String what, Consumer<String> failed, BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (CoinGeckoException.Abandoned e) {
            return false;
        } catch (CoinGeckoException.Paused e) {
            run.end(new Ending(CrawlState.PAUSED, e.until(), e.getMessage()));
            return false;
        } catch (CoinGeckoException.Misconfigured | CoinGeckoException.NoConnection | CoinGeckoException.LeftAlone e) {
            run.end(new Ending(CrawlState.FAILED, null, e.getMessage()));
            return false;
        } catch (CoinGeckoException e) {
            if (run.isEnding()) {
                return false;
            }
            LOG.warnf("The crawl passed over %s: %s", what, e.getMessage());
            failed.accept(e.getMessage());
        } catch (DatabasePatience.Refused e) {
            LOG.errorf(e, "The crawl passed over %s", what);
            failed.accept(e.getMessage());
        } catch (RuntimeException e) {
            if (DatabaseFailures.isOutage(e)) {
                LOG.warnf("The crawl does not get on at %s, the database is away: %s", what, e);
                run.end(CrawlRun.BROKEN_OFF);
                return false;
            }
            LOG.errorf(e, "The crawl broke at %s", what);
            run.end(new Ending(CrawlState.FAILED, null, "The service failed at " + what + ": " + e));
            return false;
        }
        return true;
    }

    private void end(CrawlRun run) {
        var ending = run.ending();
        if (ending == CrawlRun.LOST) {
            LOG.warnf(
                    "Another process has taken over the crawl %d, since this one gave no sign of life; it goes on there",
                    run.id());
            return;
        }
        if (ending == CrawlRun.BROKEN_OFF) {
            LOG.warnf("The crawl %d goes on, here or in another process, once the database is back", run.id());
            return;
        }
        if (ending == null) {
            var errors = run.coins().stream()
                    .map(CoinTally::snapshot)
                    .map(CoinCrawl::error)
                    .filter(Objects::nonNull)
                    .toList();
            ending = new Ending(errors.isEmpty() ? CrawlState.SUCCEEDED : CrawlState.FAILED, null, joined(errors));
        } else {
            var unfinished = run.coins().stream()
                    .filter(coin -> coin.snapshot().state() == CrawlState.RUNNING)
                    .toList();
            for (var coin : unfinished) {
                coin.end(ending.state());
            }
            record(run, unfinished);
            tell(ending);
        }
        database.await(runs.end(run.id(), ending.state(), clock.instant(), ending.pausedUntil(), ending.error()));
    }

    private static void tell(Ending ending) {
        if (ending.state() == CrawlState.WAITING) {
            LOG.info(
                    "The crawl is handed back because the service ends; another replica or the next start goes on with it");
        } else {
            LOG.warnf(
                    "The crawl %s%s. Stored prices and models go on serving; %s.",
                    ending.state().label(),
                    ending.error() == null ? "" : ": " + ending.error(),
                    ending.state() == CrawlState.PAUSED
                            ? "the crawl goes on by itself after the pause"
                            : "the next crawl goes on here");
        }
    }

    private static String joined(List<String> errors) {
        if (errors.isEmpty()) {
            return null;
        }
        var told = String.join("; ", errors.subList(0, Math.min(ERRORS_TOLD, errors.size())));
        return errors.size() <= ERRORS_TOLD ? told : told + "; and " + (errors.size() - ERRORS_TOLD) + " coins more";
    }

    private void record(CrawlRun run, Collection<CoinTally> tallies) {
        database.await(
                runs.record(run.id(), tallies.stream().map(CoinTally::snapshot).toList()));
        run.changed();
    }

    private void tell(CoinCrawl crawl) {
        metrics.counter("ecoin.crawl.days.stored", "coin", crawl.coin()).increment(crawl.daysStored());
        metrics.counter("ecoin.crawl.calls", "coin", crawl.coin()).increment(crawl.calls());
        if (crawl.error() == null) {
            LOG.infof(
                    "Stored %d days of %s, where %d were missing from %s to %s%s%s",
                    crawl.daysStored(),
                    crawl.coin(),
                    crawl.daysWanted(),
                    crawl.firstDay(),
                    crawl.lastDay(),
                    crawl.daysUnavailable() == 0 ? "" : "; CoinGecko does not have " + crawl.daysUnavailable(),
                    crawl.daysCorrected() == 0 ? "" : "; it has corrected " + crawl.daysCorrected());
            database.await(quality.warning(crawl.coin(), crawl.firstDay())).ifPresent(LOG::warn);
        }
    }

    private CrawlReport report(long id) {
        return database.await(runs.find(id)).orElseThrow();
    }
}
