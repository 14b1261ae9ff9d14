package dev.ecoin.crawl;

import dev.ecoin.coingecko.CoinGecko;
import dev.ecoin.coingecko.CoinGeckoException;
import dev.ecoin.coingecko.LivePrice;
import dev.ecoin.crawl.CrawlRun.Ending;
import dev.ecoin.logging.LogFields;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.PriceQualityCheck;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
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
 * Fetches the coins' missing days with several workers, a run at a time: the caller sees to it that no other run is
 * under way on the database (see {@code schedule.ClusterLock}).
 */
@ApplicationScoped
public class Crawler {

    private static final Logger LOG = Logger.getLogger(Crawler.class);
    private static final Consumer<CrawlReport> NOBODY = report -> {};
    private static final int ERRORS_TOLD = 5;

    private final CrawlConfig config;
    private final CoinGecko coinGecko;
    private final CoinRepository coins;
    private final MissingDaysRepository missingDays;
    private final FetchMissingDays fetch;
    private final PriceQualityCheck quality;
    private final CrawlRepository runs;
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
            DatabasePatience database,
            Clock clock,
            MeterRegistry metrics) {
        if (config.workers() < 1) {
            throw new IllegalArgumentException(
                    "ecoin.crawl.workers is " + config.workers() + ", but must be at least 1.");
        }
        this.config = config;
        this.coinGecko = coinGecko;
        this.coins = coins;
        this.missingDays = missingDays;
        this.fetch = fetch;
        this.quality = quality;
        this.runs = runs;
        this.database = database;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Crawls all that is missing of all coins; if such a run is paused, that one goes on or stays paused. Blocks. */
    public CrawlReport crawl() {
        database.await(runs.endOrphans(clock.instant()));
        var paused = database.await(runs.pausedRunOfEverything());
        var run = paused.isPresent()
                ? paused.get()
                : database.await(runs.request(CrawlRequest.everything(), clock.instant()));
        return begin(run, NOBODY);
    }

    /**
     * Crawls what is requested; blocks.
     *
     * @param progress told how the run stands, after every call that brought something
     */
    public CrawlReport run(CrawlRequest request, Consumer<CrawlReport> progress) {
        database.await(runs.endOrphans(clock.instant()));
        return begin(database.await(runs.request(request, clock.instant())), progress);
    }

    /** Whether {@link #runDue} has something to do. */
    public boolean isAnyDue() {
        return !database.await(runs.due(clock.instant())).isEmpty();
    }

    /** Begins the runs that wait for their turn and resumes those whose pause is over, one after the other; blocks. */
    public void runDue() {
        database.await(runs.endOrphans(clock.instant()));
        for (var due = database.await(runs.due(clock.instant()));
                !due.isEmpty();
                due = database.await(runs.due(clock.instant()))) {
            begin(due.get(0), NOBODY);
        }
    }

    /** Interrupts a run under way in this process; runs elsewhere notice by their row. */
    void cancelHere(long id) {
        var run = underWay.get(id);
        if (run != null) {
            run.cancel();
        }
    }

    private CrawlReport begin(long id, Consumer<CrawlReport> progress) {
        return LogFields.ofRun(address(id), () -> perform(id, progress));
    }

    private static String address(long id) {
        return "/crawls/" + id;
    }

    private CrawlReport perform(long id, Consumer<CrawlReport> progress) {
        if (!database.await(runs.begin(id, clock.instant()))) {
            var report = report(id);
            LOG.infof("The crawl is paused until %s: %s", report.pausedUntil(), report.error());
            return report;
        }
        var report = report(id);
        var run = new CrawlRun(report, progress, coinGecko.firstDay());
        underWay.put(id, run);
        try {
            crawl(run, report);
        } catch (RuntimeException e) {
            run.end(new Ending(CrawlState.FAILED, null, "The service failed; see its log"));
            throw e;
        } finally {
            underWay.remove(id);
            end(run);
        }
        var ended = report(id);
        progress.accept(ended);
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
                config.workers(),
                work -> new Thread(() -> LogFields.ofRun(address(run.id()), work), "crawl " + run.id()));
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
            LOG.errorf(e, "The crawl broke at %s", what);
            run.end(new Ending(CrawlState.FAILED, null, "The service failed at " + what + ": " + e));
            return false;
        }
        return true;
    }

    private void end(CrawlRun run) {
        var ending = run.ending();
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
            LOG.warnf(
                    "The crawl %s%s. Stored prices and models go on serving; %s.",
                    ending.state().label(),
                    ending.error() == null ? "" : ": " + ending.error(),
                    ending.state() == CrawlState.PAUSED
                            ? "the crawl goes on by itself after the pause"
                            : "the next crawl goes on here");
        }
        database.await(runs.end(run.id(), ending.state(), clock.instant(), ending.pausedUntil(), ending.error()));
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
