package dev.ecoin.crawl;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.feeds.DailyPoint;
import dev.ecoin.feeds.FeedCoin;
import dev.ecoin.feeds.FeedException;
import dev.ecoin.feeds.FeedException.NotServed;
import dev.ecoin.feeds.Feeds;
import dev.ecoin.feeds.LivePrices;
import dev.ecoin.feeds.PriceFeed;
import dev.ecoin.feeds.coingecko.CoinGecko;
import dev.ecoin.http.DateRange;
import dev.ecoin.prices.CoinNames;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.runs.Ending;
import dev.ecoin.runs.RunConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Fetches missing days and stores each answer separately, so that a killed process loses only the answer in progress.
 * Days that a feed does not have are recorded. Blocks.
 */
@ApplicationScoped
class FetchMissingDays {

    /** A feed may supply these recent days a little later, so their absence is not recorded. */
    private static final int YOUNG_DAYS = 2;

    /** Near the first day that the plan shows, days may be absent because the plan cuts them off. */
    private static final int CUT_DAYS = 2;

    /** Days around those requested from a later feed that are compared with prices of other feeds. */
    private static final int COMMON_DAYS = 7;

    private static final Logger LOG = Logger.getLogger(FetchMissingDays.class);

    private final CoinGecko coinGecko;
    private final Feeds feeds;
    private final CoinRepository coins;
    private final CoinNames names;
    private final PriceRepository prices;
    private final DocumentRepository documents;
    private final MissingDaysRepository memory;
    private final CrawlRepository crawls;
    private final JobDatabase database;
    private final RunConfig config;
    private final CrawlConfig crawlConfig;
    private final Clock clock;

    FetchMissingDays(
            CoinGecko coinGecko,
            Feeds feeds,
            CoinRepository coins,
            CoinNames names,
            PriceRepository prices,
            DocumentRepository documents,
            MissingDaysRepository memory,
            CrawlRepository crawls,
            JobDatabase database,
            RunConfig config,
            CrawlConfig crawlConfig,
            Clock clock) {
        this.coinGecko = coinGecko;
        this.feeds = feeds;
        this.coins = coins;
        this.names = names;
        this.prices = prices;
        this.documents = documents;
        this.memory = memory;
        this.crawls = crawls;
        this.database = database;
        this.config = config;
        this.crawlConfig = crawlConfig;
        this.clock = clock;
    }

    /**
     * Fetches a coin's prices from one feed after the other, window by window.
     *
     * @return false if some days are left for another run
     */
    boolean prices(CrawlRun run, CoinTally coin, MissingDays missing) {
        return new CoinDays(run, coin, missing).fetch();
    }

    /**
     * Fetches the document of one day.
     *
     * @return whether the day was tried
     */
    boolean document(CrawlRun run, CoinTally coin, LocalDate day) {
        if (run.down(coinGecko) != null) {
            return false;
        }
        try {
            if (!day.isAfter(run.beyond(coinGecko))) {
                rememberBeyond(run, coin, day);
                return true;
            }
            var document = run.call(coinGecko, coin.calls(), caller -> coinGecko.document(coin.coin(), day, caller))
                    .filter(found -> found.point().isPriced());
            if (document.isPresent()) {
                store(coin, PriceSource.COINGECKO, List.of(document.get().point()));
                patiently(() -> documents.store(coin.coin(), document.get()));
            } else {
                coin.unavailable(1);
                rememberAbsent(run, coin, coinGecko, List.of(day));
            }
        } catch (NotServed e) {
            if (e.reason() != NotServed.Reason.BEYOND_PLAN) {
                throw notServed(run, coin, coinGecko, e);
            }
            run.beyond(coinGecko, day);
            rememberBeyond(run, coin, day);
        } finally {
            record(run, coin);
        }
        return true;
    }

    private void rememberBeyond(CrawlRun run, CoinTally coin, LocalDate day) {
        remember(run, coin, coinGecko, day, day, Unavailability.BEYOND_PLAN);
        coin.unavailable(1);
    }

    /**
     * Computes yesterday's prices of many coins from live ones.
     *
     * @return the coins that now have one
     */
    Set<String> page(CrawlRun run, PriceFeed feed, LivePrices live, Collection<String> ids) {
        var yesterday = LocalDate.now(clock).minusDays(1);
        var near = run.call(feed, run.pageCalls(), caller -> live.near(yesterday, ids, caller));
        var pages = new HashMap<String, List<DailyPrice>>();
        near.forEach((coin, point) -> {
            if (point.isPriced()) {
                pages.put(coin, prices(List.of(point)));
            }
        });
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
                .filter(DailyPoint::isPriced)
                .map(point -> new DailyPrice(point.day(), point.price(), point.marketCap(), point.volume()))
                .toList();
    }

    /** Records absent days; returns those that were recorded, while the others will be requested again. */
    private List<LocalDate> rememberAbsent(CrawlRun run, CoinTally coin, PriceFeed feed, List<LocalDate> days) {
        var young = LocalDate.now(clock).minusDays(YOUNG_DAYS);
        var settled = days.stream().filter(day -> day.isBefore(young)).toList();
        for (var stretch : Window.stretches(settled)) {
            remember(run, coin, feed, stretch.from(), stretch.to(), Unavailability.ABSENT);
        }
        return settled;
    }

    private NotServed notServed(CrawlRun run, CoinTally coin, PriceFeed feed, NotServed refusal) {
        if (refusal.reason() == NotServed.Reason.UNKNOWN_COIN) {
            remember(run, coin, feed, null, null, Unavailability.UNKNOWN_COIN);
            patiently(() -> coins.delisted(coin.coin()));
            coin.unknown(refusal.getMessage());
        }
        return refusal;
    }

    private void remember(
            CrawlRun run, CoinTally coin, PriceFeed feed, LocalDate from, LocalDate to, Unavailability reason) {
        patiently(() -> memory.remember(coin.coin(), from, to, feed, run.mode(), reason));
    }

    private void record(CrawlRun run, CoinTally coin) {
        record(run, List.of(coin));
    }

    /** Records the state of coins in a run after work on them. */
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

    /** Thrown if a user has removed the coin during its crawl. */
    static final class CoinRemoved extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * The days of one coin. A day that a feed does not show is requested from the next feed. A day that a feed failed
     * to serve is left for the next run, unless the feed has been failing for long.
     */
    private final class CoinDays implements FeedCoin {

        private final CrawlRun run;
        private final CoinTally coin;
        private final MissingDays missing;
        private final List<PriceFeed> order;

        /** Days with a fetched price. */
        private final Set<LocalDate> stored = new HashSet<>();

        /** Days that no feed has. */
        private final Set<LocalDate> unavailable = new HashSet<>();

        /** Days that are not requested from further feeds in this run. */
        private final Set<LocalDate> kept = new HashSet<>();

        /** Days that a feed should have but has failed to serve for long; they are requested from further feeds. */
        private final Set<LocalDate> passedOn = new HashSet<>();

        private FeedException failure;

        CoinDays(CrawlRun run, CoinTally coin, MissingDays missing) {
            this.run = run;
            this.coin = coin;
            this.missing = missing;
            this.order = run.feeds();
        }

        @Override
        public String id() {
            return coin.coin();
        }

        @Override
        public Optional<String> symbol() {
            return names.symbol(id());
        }

        boolean fetch() {
            for (int place = 0; place < missing.byFeed().size() && !run.isEnding(); place++) {
                var days = Window.stretches(missing.byFeed().get(place).stream()
                        .flatMap(Window::days)
                        .filter(day -> !stored.contains(day) && !kept.contains(day))
                        .toList());
                if (!days.isEmpty()) {
                    fetch(place, days);
                }
            }
            if (failure != null) {
                throw failure;
            }
            return missing.days().allMatch(day -> stored.contains(day) || unavailable.contains(day));
        }

        private void fetch(int place, List<Window> days) {
            var feed = order.get(place);
            var range = new Range(this, place, days);
            try {
                range.giveUpBeyond();
                if (run.down(feed) != null) {
                    failed(place, range, run.down(feed));
                } else {
                    range.fetch();
                }
            } catch (FeedException.Abandoned e) {
                if (run.down(feed) == null) {
                    throw e;
                }
                failed(place, range, run.down(feed));
            } catch (FeedException.Unusable e) {
                down(feed, e);
                failed(place, range, e);
            } catch (NotServed e) {
                if (place == 0) {
                    throw notServed(run, coin, feed, e);
                }
                LOG.infof("%s is not used for %s: %s", feed.title(), id(), e.getMessage());
                if (e.reason() == NotServed.Reason.UNKNOWN_COIN) {
                    remember(run, coin, feed, null, null, Unavailability.ABSENT);
                }
                giveUp(place, range.left());
                record(run, coin);
            } catch (FeedException e) {
                failed(place, range, e);
                if (place == 0 && passedOn.isEmpty()) {
                    failure = e;
                } else {
                    LOG.warnf("%s did not serve %s: %s", feed.title(), id(), e.getMessage());
                }
            }
        }

        private void down(PriceFeed feed, FeedException why) {
            var isFirst = feed.name().equals(order.get(0).name());
            if (why instanceof FeedException.NotServedHere refusal) {
                feeds.switchOff(feed, refusal);
            } else if (run.down(feed, why)) {
                if (!isFirst) {
                    LOG.warnf("%s. Days that only %s has remain missing.", why.getMessage(), feed.title());
                } else if (isLong(feed, why) && order.size() > 1) {
                    LOG.warnf("%s. Other feeds replace it.", why.getMessage());
                }
            }
            run.down(feed, why);
            if (isFirst && why instanceof FeedException.Misconfigured) {
                run.end(Ending.failed(why.getMessage()));
            }
        }

        /**
         * Days that the feed did not supply go to the next feed, to the next run or, if no feed has them, are given
         * up for now.
         */
        private void failed(int place, Range range, FeedException why) {
            var left = range.left();
            if (place > 0) {
                giveUp(place, left);
                if (run.isExplicit() && failure == null && !(why instanceof FeedException.NotServedHere)) {
                    failure = why;
                }
            } else if (isLong(order.get(place), why)) {
                passedOn.addAll(left);
            } else {
                kept.addAll(left);
            }
        }

        private boolean isLong(PriceFeed feed, FeedException why) {
            return run.isLongGone(feed)
                    || why instanceof FeedException.Paused pause
                            && pause.until().isAfter(clock.instant().plus(crawlConfig.fallbackAfter()));
        }

        /** Handles days that the feed lacks; a later feed may have them. */
        private void giveUp(int place, Collection<LocalDate> days) {
            var later = missing.byFeed().subList(place + 1, missing.byFeed().size()).stream()
                    .flatMap(List::stream)
                    .toList();
            var lost = days.stream()
                    .filter(day -> !passedOn.contains(day)
                            && (kept.contains(day) || later.stream().noneMatch(window -> window.contains(day))))
                    .filter(unavailable::add)
                    .count();
            coin.unavailable((int) lost);
        }
    }

    /** A coin's days of one feed, in windows of the feed's maximum size. */
    private final class Range {

        private final CoinDays days;
        private final CrawlRun run;
        private final CoinTally coin;
        private final int place;
        private final PriceFeed feed;
        private final List<Window> missing;
        private final Set<LocalDate> left;
        private final PriceSource source;
        private Deque<Window> todo;
        private boolean isSameAsset;

        Range(CoinDays days, int place, List<Window> missing) {
            this.days = days;
            this.run = days.run;
            this.coin = days.coin;
            this.place = place;
            this.feed = days.order.get(place);
            this.missing = missing;
            this.left = missing.stream().flatMap(Window::days).collect(Collectors.toCollection(TreeSet::new));
            this.source = new PriceSource(feed.name());
            isSameAsset = place == 0;
        }

        /** Gives up the days that are known to be older than the feed shows. */
        void giveUpBeyond() {
            beyond(run.beyond(feed));
        }

        private int margin() {
            return place == 0 ? 0 : Math.min(COMMON_DAYS, (feed.daysPerCall() - 1) / 2);
        }

        private int longest() {
            return feed.daysPerCall() - 2 * margin();
        }

        /** Days not tried, or not completely. */
        Set<LocalDate> left() {
            return left;
        }

        void fetch() {
            todo = new ArrayDeque<>(Window.covering(Window.stretches(List.copyOf(left)), longest()));
            if (place > 0) {
                // Latest first, because those overlap with prices of other feeds.
                todo = todo.stream()
                        .sorted(Comparator.comparing(Window::from).reversed())
                        .collect(Collectors.toCollection(ArrayDeque::new));
            }
            while (!todo.isEmpty() && !run.isEnding()) {
                var window = todo.poll();
                try {
                    if (window.from().isAfter(run.beyond(feed))) {
                        store(window, ask(asked(window)));
                    } else {
                        skipBeyond(window);
                    }
                } catch (NotServed e) {
                    if (e.reason() != NotServed.Reason.BEYOND_PLAN) {
                        throw e;
                    }
                    narrow(window);
                } finally {
                    record(run, coin);
                }
            }
        }

        private Window asked(Window window) {
            return window.extended(
                    margin(), feed.firstDay(), LocalDate.now(clock).minusDays(1));
        }

        private List<DailyPoint> ask(Window window) {
            return run
                    .call(feed, coin.calls(), caller -> feed.dailyPrices(days, window.from(), window.to(), caller))
                    .stream()
                    .filter(DailyPoint::isPriced)
                    .toList();
        }

        private void store(Window window, List<DailyPoint> answered) {
            requireSameAsset(window, answered);
            var points = answered.stream()
                    .filter(point -> window.contains(point.day()))
                    .toList();
            FetchMissingDays.this.store(coin, source, points);
            points.forEach(point -> {
                left.remove(point.day());
                days.stored.add(point.day());
            });
            var absent = window.cut(missing).stream()
                    .flatMap(Window::days)
                    .filter(left::contains)
                    .toList();
            if (!absent.isEmpty()
                    && !points.isEmpty()
                    && isListing(points.get(0).day(), absent.get(0))) {
                var listing = points.get(0).day();
                remember(run, coin, feed, null, listing.minusDays(1), Unavailability.BEFORE_LISTING);
                giveUp(left.stream().filter(day -> day.isBefore(listing)).toList());
                todo.removeIf(earlier -> earlier.to().isBefore(listing));
                absent = absent.stream().filter(day -> day.isAfter(listing)).toList();
            }
            var settled = rememberAbsent(run, coin, feed, absent);
            days.kept.addAll(absent);
            settled.forEach(days.kept::remove);
            giveUp(absent);
        }

        private void giveUp(Collection<LocalDate> gone) {
            days.giveUp(place, gone);
            left.removeAll(Set.copyOf(gone));
        }

        /** Whether the first fetched price is the coin's first one ever, and not one after a gap. */
        private boolean isListing(LocalDate firstPrice, LocalDate firstAbsent) {
            return firstAbsent.isBefore(firstPrice)
                    && firstPrice.isAfter(feed.firstDay().plusDays(CUT_DAYS))
                    && !patiently(() -> memory.hasPriceBefore(coin.coin(), firstPrice));
        }

        /** Two assets may share a symbol, but their prices differ. */
        private void requireSameAsset(Window window, List<DailyPoint> answered) {
            if (isSameAsset || answered.isEmpty()) {
                return;
            }
            var later = days.order.subList(place, days.order.size()).stream()
                    .map(PriceFeed::name)
                    .map(PriceSource::new)
                    .toList();
            var asked = asked(window);
            var known =
                    patiently(() -> prices.pricesExcept(coin.coin(), new DateRange(asked.from(), asked.to()), later));
            var common = common(known, answered);
            if (common.isEmpty()) {
                var newest = patiently(() -> prices.newestExcept(coin.coin(), later))
                        .filter(price -> !price.day().isBefore(feed.firstDay()))
                        .orElseThrow(
                                () -> notComparable(NotServed.Reason.NOT_ACCEPTED, "no other price of it is stored"));
                common = common(List.of(newest), ask(new Window(newest.day(), newest.day())));
            }
            isSameAsset =
                    common.orElseThrow(() -> notComparable(NotServed.Reason.UNKNOWN_COIN, "no day has prices of both"));
        }

        /** Whether the prices of the last common day are close enough; empty if there is no common day. */
        private Optional<Boolean> common(List<DailyPrice> newestFirst, List<DailyPoint> points) {
            var byDay = points.stream().collect(Collectors.toMap(DailyPoint::day, Function.identity(), (a, b) -> a));
            for (var known : newestFirst) {
                var point = byDay.get(known.day());
                if (point != null) {
                    var ratio = point.price().doubleValue() / known.price().doubleValue();
                    if (Math.abs(ratio - 1) > crawlConfig.toleratedDifference()) {
                        throw new NotServed(
                                NotServed.Reason.UNKNOWN_COIN,
                                "its price of " + known.day() + " is "
                                        + point.price().toPlainString() + ", not "
                                        + known.price().toPlainString()
                                        + ": another asset of the same symbol (ecoin.crawl.tolerated-difference is "
                                        + crawlConfig.toleratedDifference() + ")");
                    }
                    return Optional.of(true);
                }
            }
            return Optional.empty();
        }

        private NotServed notComparable(NotServed.Reason reason, String why) {
            return new NotServed(reason, "its prices cannot be compared with those of other feeds: " + why);
        }

        /** Leaves out the days that are known to be older than the feed shows. */
        private void skipBeyond(Window window) {
            beyond(run.beyond(feed));
            if (window.to().isAfter(run.beyond(feed))) {
                wanted(run.beyond(feed).plusDays(1), window.to()).forEach(todo::addFirst);
            }
        }

        /**
         * Narrows a window that starts before the first day that the feed shows, by bisection. Later days are requested
         * first: a rejection makes requests for earlier ones unnecessary.
         */
        private void narrow(Window refused) {
            run.beyond(feed, refused.from());
            beyond(refused.from());
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
            return to.isBefore(from) ? List.of() : Window.covering(new Window(from, to).cut(missing), longest());
        }

        /** Records that the missing days up to the given one are not available under these terms. */
        private void beyond(LocalDate last) {
            var gone = left.stream().filter(day -> !day.isAfter(last)).toList();
            if (!gone.isEmpty()) {
                remember(run, coin, feed, gone.get(0), gone.get(gone.size() - 1), Unavailability.BEYOND_PLAN);
                giveUp(gone);
            }
        }
    }
}
