package dev.ecoin.crawl;

import dev.ecoin.database.DatabaseAway;
import dev.ecoin.database.DatabaseRefusal;
import dev.ecoin.database.JobDatabase.Work;
import dev.ecoin.feeds.FeedException;
import dev.ecoin.feeds.Feeds;
import dev.ecoin.feeds.PriceFeed;
import dev.ecoin.feeds.coingecko.CoinGecko;
import dev.ecoin.logging.LogFields;
import dev.ecoin.prices.CoinNames;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.PriceQualityCheck;
import dev.ecoin.prices.PriceSourceRepository;
import dev.ecoin.runs.Ending;
import dev.ecoin.runs.LostRun;
import dev.ecoin.runs.Run;
import dev.ecoin.runs.RunAttempt;
import dev.ecoin.runs.RunKind;
import dev.ecoin.runs.RunState;
import dev.ecoin.runs.Runs;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
 * Fetches the coins' missing days with several workers, one run at a time for all processes on the database. Stored
 * days are not fetched again: after a takeover only the days that are still missing are requested.
 */
@ApplicationScoped
public class Crawler implements RunKind {

    private static final Logger LOG = Logger.getLogger(Crawler.class);
    private static final Consumer<CrawlReport> NOBODY = report -> {};
    private static final int ERRORS_TOLD = 5;

    private final CrawlConfig config;
    private final CoinGecko coinGecko;
    private final Feeds feeds;
    private final CallBudgetRepository budget;
    private final PriceSourceRepository sources;
    private final CoinRepository coins;
    private final MissingDaysRepository missingDays;
    private final FetchMissingDays fetch;
    private final CoinNames names;
    private final PriceQualityCheck quality;
    private final CrawlRepository crawls;
    private final Runs runs;
    private final Clock clock;
    private final MeterRegistry metrics;

    Crawler(
            CrawlConfig config,
            CoinGecko coinGecko,
            Feeds feeds,
            CallBudgetRepository budget,
            PriceSourceRepository sources,
            CoinRepository coins,
            MissingDaysRepository missingDays,
            FetchMissingDays fetch,
            CoinNames names,
            PriceQualityCheck quality,
            CrawlRepository crawls,
            Runs runs,
            Clock clock,
            MeterRegistry metrics) {
        this.config = config;
        this.coinGecko = coinGecko;
        this.feeds = feeds;
        this.budget = budget;
        this.sources = sources;
        this.coins = coins;
        this.missingDays = missingDays;
        this.fetch = fetch;
        this.names = names;
        this.quality = quality;
        this.crawls = crawls;
        this.runs = runs;
        this.clock = clock;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return CrawlRequest.KIND;
    }

    @Override
    public Workers workers() {
        return Workers.CALLS;
    }

    @Override
    public String address() {
        return "/crawls/";
    }

    /**
     * Crawls the requested days in this process; blocks. For a crawl of everything an existing run suffices: a
     * waiting one continues, a paused one stays paused, and at shutdown it is left to the next process. Any other
     * crawl is cancelled at shutdown, because its caller waits for it here.
     *
     * @param progress receives the state of the run after every successful call
     * @return the result or the pause; empty if another crawl is running, in which case nothing is requested
     */
    public Optional<CrawlReport> crawl(CrawlRequest request, String by, Consumer<CrawlReport> progress) {
        runs.takeOver();
        var wanted = request.run(by);
        var ended = runs.perform(wanted, session -> true, attempt -> {
            var result = crawl(attempt, progress);
            return !request.isEverything() && attempt.ending() == RunAttempt.Reason.SHUTDOWN
                    ? session -> {
                        result.in(session);
                        return Ending.cancelled();
                    }
                    : result;
        });
        if (ended.isPresent()) {
            var report = crawls.report(ended.get().id());
            progress.accept(report);
            return Optional.of(report);
        }
        var paused = runs.paused(wanted).map(Run::id).map(crawls::report);
        paused.ifPresent(report -> LOG.infof("The crawl is paused until %s: %s", report.pausedUntil(), report.error()));
        return paused;
    }

    @Override
    public Work<Ending> perform(RunAttempt attempt) {
        return crawl(attempt, NOBODY);
    }

    private Work<Ending> crawl(RunAttempt attempt, Consumer<CrawlReport> progress) {
        sources.add(feeds.all().stream().map(PriceFeed::name).toList());
        var start = crawls.report(attempt.run().id());
        var inUse = start.mode() == CrawlMode.HISTORY ? List.<PriceFeed>of(coinGecko) : feeds.inUse();
        var run = new CrawlRun(attempt, start, progress, inUse);
        var longAgo = clock.instant().minus(config.fallbackAfter());
        inUse.stream()
                .filter(feed -> budget.failingSince(feed.pace())
                        .filter(longAgo::isAfter)
                        .isPresent())
                .forEach(run::longGone);
        crawl(run, run.start());
        if (run.brokenOff() != null) {
            throw run.brokenOff();
        }
        for (var feed : inUse) {
            if (run.isServing(feed) != null) {
                budget.served(feed.pace(), run.isServing(feed), clock.instant());
            }
        }
        return end(run);
    }

    private void crawl(CrawlRun run, CrawlReport start) {
        var request = start.request();
        var before = start.coins().stream().collect(Collectors.toMap(CoinCrawl::coin, Function.identity()));
        if (request.isEverything()) {
            names.check();
        }
        var now = missing(run, request);
        var later = request.isEverything() ? postponed(run, now) : List.<MissingDays>of();
        now.removeAll(later);
        var fromPages = later.stream()
                .filter(MissingDays::lastUnpriced)
                .map(MissingDays::lastOnly)
                .toList();
        Stream.concat(now.stream(), fromPages.stream())
                .forEach(missing -> run.add(new CoinTally(missing, before.get(missing.coin()))));
        if (!before.isEmpty()) {
            var missing = run.coins().stream().map(CoinTally::coin).toList();
            run.attempt().held(session -> {
                crawls.settle(session, run.id(), missing);
                return null;
            });
        }
        run.attempt().held(session -> {
            crawls.record(session, run.id(), snapshots(run.coins()));
            return null;
        });
        run.changed();

        now.addAll(pages(run, fromPages));
        work(run, tasks(run, now).iterator());
    }

    private List<MissingDays> missing(CrawlRun run, CrawlRequest request) {
        var feeds = run.feeds();
        if (feeds.isEmpty()) {
            return new ArrayList<>();
        }
        var ids = request.coins().isEmpty() ? coins.activeIds() : request.coins();
        var from = request.from() != null
                ? request.from()
                : config.from().orElse(feeds.get(0).firstDay());
        var to = request.to() != null ? request.to() : LocalDate.now(clock).minusDays(1);
        var wanted = new LinkedHashMap<PriceFeed, LocalDate>();
        feeds.forEach(feed -> wanted.put(feed, later(from, feed.firstDay())));
        if (request.from() != null) {
            // Explicitly requested days are reported even if no feed shows them.
            wanted.put(feeds.get(0), from);
        }
        return new ArrayList<>(missingDays.of(ids, wanted, to, request.mode()));
    }

    private static LocalDate later(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * The coins to update from pages of live prices only: they have, or can have from such pages, a price for every
     * day, and fetching their exact ones would exceed the time of an update. Those that have waited longest are
     * excluded.
     */
    private List<MissingDays> postponed(CrawlRun run, List<MissingDays> missing) {
        var first = run.feeds().stream().findFirst();
        var live = first.flatMap(PriceFeed::livePrices);
        return live.isEmpty()
                ? List.of()
                : missing.stream()
                        .filter(coin -> coin.isOfFirstFeed() && !coin.gaps())
                        .filter(coin -> live.get().tellADay() || !coin.lastUnpriced())
                        .sorted(Comparator.comparing(MissingDays::first))
                        .skip(first.get().pace().callsWithin(config.updateWithin()))
                        .toList();
    }

    /** Updates the coins from pages of live prices; returns those without one. */
    private List<MissingDays> pages(CrawlRun run, List<MissingDays> coins) {
        if (coins.isEmpty()) {
            return coins;
        }
        var feed = run.feeds().get(0);
        var live = feed.livePrices().orElseThrow();
        var updated = new HashSet<String>();
        for (int start = 0;
                start < coins.size() && !run.isEnding() && run.down(feed) == null;
                start += live.coinsPerCall()) {
            var page = coins.subList(start, Math.min(start + live.coinsPerCall(), coins.size())).stream()
                    .map(MissingDays::coin)
                    .toList();
            isTried(run, "live prices", error -> {}, () -> updated.addAll(fetch.page(run, feed, live, page)));
        }
        if (!updated.isEmpty()) {
            var tallies = updated.stream().map(run::coin).toList();
            tallies.forEach(coin -> coin.end(RunState.SUCCEEDED));
            fetch.record(run, tallies);
            LOG.infof(
                    "Stored yesterday's prices of %d coins, computed from live ones; each run fetches the exact prices of"
                            + " up to %d coins",
                    updated.size(), feed.pace().callsWithin(config.updateWithin()));
        }
        return coins.stream().filter(coin -> !updated.contains(coin.coin())).toList();
    }

    /** The workers' tasks: one per coin in mode range, one per day in mode history, latest first. */
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
                await(worker, run);
            }
        } catch (InterruptedException e) {
            // The process shuts down immediately; the run is not cancelled.
            run.end(Ending.handedBack(clock.instant()));
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdown();
        }
    }

    /** An interruption because the run ends does not count as a failure. */
    private static void await(Future<?> worker, CrawlRun run) throws InterruptedException {
        try {
            worker.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof InterruptedException && run.isEnding())) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    private static void workOff(CrawlRun run, Iterator<Runnable> tasks) {
        try {
            for (var next = next(tasks); next.isPresent() && !run.isEnding(); next = next(tasks)) {
                next.get().run();
                run.open();
            }
        } catch (LostRun | DatabaseAway e) {
            // Also applies to follow-up work, such as recording the result.
            run.breakOff(e);
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
                coin.end(RunState.SUCCEEDED);
                fetch.record(run, List.of(coin));
                tell(coin.snapshot());
            }
        });
    }

    /**
     * Performs a piece of work. A problem of this piece only fails the piece; a general problem ends the run.
     *
     * @param work returns false if it was interrupted because the run ends
     * @return whether the work was completed or failed, rather than left for another run
     */
    private static boolean isTried(CrawlRun run, String what, Consumer<String> failed, BooleanSupplier work) {
        try {
            return work.getAsBoolean();
        } catch (FeedException.Abandoned e) {
            return false;
        } catch (FeedException.Unusable e) {
            run.down(run.feeds().get(0), e);
            if (e instanceof FeedException.Misconfigured) {
                run.end(Ending.failed(e.getMessage()));
            }
            return false;
        } catch (FeedException e) {
            if (run.isEnding()) {
                return false;
            }
            LOG.warnf("The crawl skipped %s: %s", what, e.getMessage());
            failed.accept(e.getMessage());
        } catch (FetchMissingDays.CoinRemoved e) {
            LOG.infof("The coin %s was removed during the crawl; the crawl skips it", what);
        } catch (DatabaseRefusal e) {
            LOG.errorf(e, "The crawl skipped %s", what);
            failed.accept(e.getMessage());
        } catch (LostRun | DatabaseAway e) {
            run.breakOff(e);
            return false;
        } catch (RuntimeException e) {
            LOG.errorf(e, "The crawl skipped %s", what);
            failed.accept("An internal error occurred for " + what + ": " + e);
        }
        return true;
    }

    private Work<Ending> end(CrawlRun run) {
        var ending = ending(run);
        if (ending.state() != RunState.SUCCEEDED) {
            tell(ending);
        }
        run.coins().forEach(coin -> coin.end(ending.state()));
        return session -> {
            crawls.record(session, run.id(), snapshots(run.coins()));
            return ending;
        };
    }

    private Ending ending(CrawlRun run) {
        if (run.attempt().ending() == RunAttempt.Reason.CANCELLED) {
            return Ending.cancelled();
        }
        if (run.ending() != null) {
            return run.ending();
        }
        if (run.attempt().isEnding()) {
            return Ending.handedBack(clock.instant());
        }
        if (run.coins().stream().anyMatch(CoinTally::isRunning)) {
            return leftBy(run);
        }
        var errors = run.coins().stream()
                .map(CoinTally::snapshot)
                .map(CoinCrawl::error)
                .filter(Objects::nonNull)
                .toList();
        return errors.isEmpty() ? Ending.succeeded() : Ending.failed(joined(errors));
    }

    /** The ending if some days are left because the first feed currently serves nothing. */
    private static Ending leftBy(CrawlRun run) {
        var why = run.down(run.feeds().get(0));
        var error = why == null ? "Not all days were requested" : why.getMessage();
        // Waits for the end of the pause only if nothing was available without the feed.
        return why instanceof FeedException.Paused pause
                        && !run.hasPricesWithout(run.feeds().get(0))
                ? Ending.paused(pause.until(), error)
                : Ending.failed(error);
    }

    private static void tell(Ending ending) {
        if (ending.state() == RunState.WAITING) {
            LOG.info(
                    "The crawl is handed back because the service shuts down; another replica or the next start continues it");
        } else {
            LOG.warnf(
                    "The crawl %s%s. Stored prices and models keep serving; %s.",
                    ending.state().label(),
                    ending.error() == null ? "" : ": " + ending.error(),
                    ending.state() == RunState.PAUSED
                            ? "the crawl resumes after the pause"
                            : "the next crawl continues here");
        }
    }

    private static String joined(List<String> errors) {
        if (errors.isEmpty()) {
            return null;
        }
        var told = String.join("; ", errors.subList(0, Math.min(ERRORS_TOLD, errors.size())));
        return errors.size() <= ERRORS_TOLD ? told : told + "; and " + (errors.size() - ERRORS_TOLD) + " more coins";
    }

    private static List<CoinCrawl> snapshots(Collection<CoinTally> tallies) {
        return tallies.stream().map(CoinTally::snapshot).toList();
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
                    crawl.daysUnavailable() == 0 ? "" : "; " + crawl.daysUnavailable() + " are not available",
                    crawl.daysCorrected() == 0 ? "" : "; " + crawl.daysCorrected() + " were corrected");
            quality.warning(crawl.coin(), crawl.firstDay()).ifPresent(LOG::warn);
        }
    }
}
