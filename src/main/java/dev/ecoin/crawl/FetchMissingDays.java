package dev.ecoin.crawl;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.feeds.coingecko.CoinGecko;
import dev.ecoin.feeds.coingecko.CoinGeckoException.NotServed;
import dev.ecoin.feeds.coingecko.DailyPoint;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.runs.RunConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Fetches what is missing and stores it, call by call, each for itself: a process killed in between has lost no more
 * than the answer under way. What CoinGecko does not have is remembered. Blocks.
 */
@ApplicationScoped
class FetchMissingDays {

    /** CoinGecko may have these days a little later: their absence is no news. */
    private static final int YOUNG_DAYS = 2;

    /** So near to the first day that the plan shows, days may be absent because the plan cuts them off. */
    private static final int CUT_DAYS = 2;

    private final CoinGecko coinGecko;
    private final CoinRepository coins;
    private final PriceRepository prices;
    private final DocumentRepository documents;
    private final MissingDaysRepository memory;
    private final CrawlRepository crawls;
    private final JobDatabase database;
    private final RunConfig config;
    private final Clock clock;

    FetchMissingDays(
            CoinGecko coinGecko,
            CoinRepository coins,
            PriceRepository prices,
            DocumentRepository documents,
            MissingDaysRepository memory,
            CrawlRepository crawls,
            JobDatabase database,
            RunConfig config,
            Clock clock) {
        this.coinGecko = coinGecko;
        this.coins = coins;
        this.prices = prices;
        this.documents = documents;
        this.memory = memory;
        this.crawls = crawls;
        this.database = database;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Fetches a coin's prices, window by window.
     *
     * @return false if the run ended before all were tried
     */
    boolean prices(CrawlRun run, CoinTally coin, MissingDays missing) {
        return new Range(run, coin, missing).fetch();
    }

    /**
     * Fetches the document of one day.
     *
     * @return true: the day was tried
     */
    boolean document(CrawlRun run, CoinTally coin, LocalDate day) {
        try {
            if (!day.isAfter(run.beyond())) {
                rememberBeyond(run, coin, day);
                return true;
            }
            var document = run.call(coin.calls(), caller -> coinGecko.document(coin.coin(), day, caller))
                    .filter(found -> found.point().price().signum() > 0);
            if (document.isPresent()) {
                store(coin, PriceSource.COINGECKO, List.of(document.get().point()));
                patiently(() -> documents.store(coin.coin(), document.get()));
            } else {
                rememberAbsent(run, coin, List.of(day));
            }
        } catch (NotServed e) {
            if (e.reason() != NotServed.Reason.BEYOND_PLAN) {
                throw notServed(run, coin, e);
            }
            run.beyond(day);
            rememberBeyond(run, coin, day);
        } finally {
            record(run, coin);
        }
        return true;
    }

    private void rememberBeyond(CrawlRun run, CoinTally coin, LocalDate day) {
        remember(run, coin, day, day, Unavailability.BEYOND_PLAN);
        coin.unavailable(1);
    }

    /**
     * Fetches yesterday's prices of many coins, as near as live ones tell.
     *
     * @return the coins that now have one
     */
    Set<String> page(CrawlRun run, Collection<String> ids) {
        var yesterday = LocalDate.now(clock).minusDays(1);
        var live = run.call(run.pageCalls(), caller -> coinGecko.livePrices(ids, caller));
        var pages = new HashMap<String, List<DailyPrice>>();
        for (var price : live) {
            price.snapshotOf(yesterday)
                    .filter(point -> run.coin(price.id()) != null)
                    .map(point -> prices(List.of(point)))
                    .filter(days -> !days.isEmpty())
                    .ifPresent(days -> pages.put(price.id(), days));
        }
        var stored = patiently(() -> prices.store(PriceSource.MARKETS, pages));
        stored.forEach((coin, days) -> run.coin(coin).stored(days));
        var calls = run.pageCalls();
        run.attempt().progress(session -> {
            crawls.recordPages(session, run.id(), calls.calls(), calls.retries());
            return null;
        });
        return stored.keySet();
    }

    private void store(CoinTally coin, PriceSource source, List<DailyPoint> points) {
        coin.stored(patiently(() -> prices.store(coin.coin(), source, prices(points)))
                .orElseThrow(CoinRemoved::new));
    }

    private static List<DailyPrice> prices(List<DailyPoint> points) {
        return points.stream()
                .filter(point -> point.price().signum() > 0)
                .map(point -> new DailyPrice(point.day(), point.price(), point.marketCap(), point.volume()))
                .toList();
    }

    private void rememberAbsent(CrawlRun run, CoinTally coin, List<LocalDate> days) {
        coin.unavailable(days.size());
        var young = LocalDate.now(clock).minusDays(YOUNG_DAYS);
        var settled = days.stream().filter(day -> day.isBefore(young)).toList();
        for (var stretch : Window.stretches(settled)) {
            remember(run, coin, stretch.from(), stretch.to(), Unavailability.ABSENT);
        }
    }

    private NotServed notServed(CrawlRun run, CoinTally coin, NotServed refusal) {
        if (refusal.reason() == NotServed.Reason.UNKNOWN_COIN) {
            remember(run, coin, null, null, Unavailability.UNKNOWN_COIN);
            patiently(() -> coins.delisted(coin.coin()));
            coin.unknown(refusal.getMessage());
        }
        return refusal;
    }

    private void remember(CrawlRun run, CoinTally coin, LocalDate from, LocalDate to, Unavailability reason) {
        var plan = coinGecko.terms().name();
        patiently(() -> memory.remember(coin.coin(), from, to, run.mode(), reason, plan));
    }

    private void record(CrawlRun run, CoinTally coin) {
        record(run, List.of(coin));
    }

    /** Notes how the coins of a run stand after something was done for them. */
    void record(CrawlRun run, Collection<CoinTally> tallies) {
        var snapshots = tallies.stream().map(CoinTally::snapshot).toList();
        run.attempt().progress(session -> {
            crawls.record(session, run.id(), snapshots);
            return null;
        });
        run.changed();
    }

    private <T> T patiently(Supplier<T> work) {
        return database.throughOutages(config.databasePatience(), work);
    }

    private void patiently(Runnable work) {
        database.throughOutages(config.databasePatience(), work);
    }

    /** A user has removed the coin that is crawled. */
    static final class CoinRemoved extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A coin's days, as many a call as CoinGecko serves. */
    private final class Range {

        private final CrawlRun run;
        private final CoinTally coin;
        private final List<Window> missing;
        private Deque<Window> todo;
        private LocalDate givenUp = LocalDate.MIN;

        Range(CrawlRun run, CoinTally coin, MissingDays missing) {
            this.run = run;
            this.coin = coin;
            this.missing = missing.windows();
            todo = new ArrayDeque<>(Window.covering(this.missing, CoinGecko.DAYS_PER_CALL));
        }

        boolean fetch() {
            while (!todo.isEmpty() && !run.isEnding()) {
                var window = todo.poll();
                try {
                    if (window.from().isAfter(run.beyond())) {
                        store(
                                window,
                                run.call(
                                        coin.calls(),
                                        caller -> coinGecko.dailyPrices(
                                                coin.coin(), window.from(), window.to(), caller)));
                    } else {
                        skipBeyond(window);
                    }
                } catch (NotServed e) {
                    if (e.reason() != NotServed.Reason.BEYOND_PLAN) {
                        throw notServed(run, coin, e);
                    }
                    narrow(window);
                } finally {
                    record(run, coin);
                }
            }
            return todo.isEmpty();
        }

        private void store(Window window, List<DailyPoint> points) {
            FetchMissingDays.this.store(coin, PriceSource.COINGECKO, points);
            var there = points.stream()
                    .filter(point -> point.price().signum() > 0)
                    .map(DailyPoint::day)
                    .collect(Collectors.toSet());
            var absent = window.cut(missing).stream()
                    .flatMap(Window::days)
                    .filter(day -> !there.contains(day))
                    .toList();
            if (!absent.isEmpty()
                    && !points.isEmpty()
                    && isListing(points.get(0).day(), absent.get(0))) {
                var listing = points.get(0).day();
                var before =
                        absent.stream().filter(day -> day.isBefore(listing)).toList();
                remember(run, coin, null, listing.minusDays(1), Unavailability.BEFORE_LISTING);
                coin.unavailable(before.size());
                absent = absent.subList(before.size(), absent.size());
            }
            rememberAbsent(run, coin, absent);
        }

        /** Whether the first price that came is the coin's very first one, and not one after a gap. */
        private boolean isListing(LocalDate firstPrice, LocalDate firstAbsent) {
            return firstAbsent.isBefore(firstPrice)
                    && firstPrice.isAfter(coinGecko.firstDay().plusDays(CUT_DAYS))
                    && !patiently(() -> memory.hasPriceBefore(coin.coin(), firstPrice));
        }

        /** Leaves out the days that are known to be older than the plan shows. */
        private void skipBeyond(Window window) {
            giveUp(run.beyond());
            if (window.to().isAfter(run.beyond())) {
                wanted(run.beyond().plusDays(1), window.to()).forEach(todo::addFirst);
            }
        }

        /**
         * The window begins with a day older than the plan shows; which of its days is the first one shown is found by
         * halving. Newer days are asked for first: what is refused then spares asking for what is older.
         */
        private void narrow(Window refused) {
            run.beyond(refused.from());
            giveUp(refused.from());
            var next = todo.stream()
                    .filter(window -> window.from().isAfter(refused.to()))
                    .sorted(Comparator.comparing(Window::from).reversed())
                    .collect(Collectors.toCollection(ArrayDeque::new));
            var middle = refused.from().plusDays((refused.length() + 1) / 2);
            next.addAll(wanted(middle, refused.to()));
            next.addAll(wanted(refused.from().plusDays(1), middle.minusDays(1)));
            todo = next;
        }

        private List<Window> wanted(LocalDate from, LocalDate to) {
            return to.isBefore(from)
                    ? List.of()
                    : Window.covering(new Window(from, to).cut(missing), CoinGecko.DAYS_PER_CALL);
        }

        /** The missing days up to the given one will not be had on this plan. */
        private void giveUp(LocalDate last) {
            var days = missing.stream()
                    .flatMap(Window::days)
                    .filter(day -> day.isAfter(givenUp) && !day.isAfter(last))
                    .toList();
            if (!days.isEmpty()) {
                remember(run, coin, days.get(0), days.get(days.size() - 1), Unavailability.BEYOND_PLAN);
                coin.unavailable(days.size());
                givenUp = last;
            }
        }
    }
}
