package dev.ecoin.crawl;

import dev.ecoin.coingecko.CoinGecko;
import dev.ecoin.coingecko.CoinGeckoException;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Fetches every coin's missing days up to yesterday, a window a call, and stores each window as it comes. */
@ApplicationScoped
public class Crawler {

    private static final Logger LOG = Logger.getLogger(Crawler.class);

    private final CrawlConfig config;
    private final CoinGecko coinGecko;
    private final CoinRepository coins;
    private final PriceRepository prices;
    private final CrawlRepository runs;
    private final Clock clock;
    private final MeterRegistry metrics;

    Crawler(
            CrawlConfig config,
            CoinGecko coinGecko,
            CoinRepository coins,
            PriceRepository prices,
            CrawlRepository runs,
            Clock clock,
            MeterRegistry metrics) {
        this.config = config;
        this.coinGecko = coinGecko;
        this.coins = coins;
        this.prices = prices;
        this.runs = runs;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Crawls all coins; blocks. A coin that CoinGecko does not serve is recorded and passed over; a CoinGecko that
     * serves nobody ends the run.
     *
     * @return what was done for each coin that was tried
     */
    public List<CoinCrawl> crawl() {
        var run = runs.start(clock.instant()).await().indefinitely();
        var done = new ArrayList<CoinCrawl>();
        var error = "the service failed; see its log";
        try {
            error = crawl(coins.ids().await().indefinitely(), run, done);
        } finally {
            runs.end(run, clock.instant(), error).await().indefinitely();
        }
        return done;
    }

    /** Returns why the run failed, null if it did not. */
    private String crawl(List<String> ids, long run, List<CoinCrawl> done) {
        var failures = new ArrayList<String>();
        for (var coin : ids) {
            var attempt = new Attempt(coin);
            CoinGeckoException failure = null;
            try {
                attempt.fetchAndStore();
            } catch (CoinGeckoException e) {
                failure = e;
            }
            var crawl = attempt.result(failure == null ? null : failure.getMessage());
            done.add(crawl);
            runs.record(run, crawl).await().indefinitely();
            metrics.counter("ecoin.crawl.days.stored", "coin", coin).increment(crawl.daysStored());
            metrics.counter("ecoin.crawl.calls", "coin", coin).increment(crawl.calls());
            if (failure instanceof CoinGeckoException.NotServed) {
                LOG.warnf("The crawl passed over %s: %s", coin, failure.getMessage());
                failures.add(failure.getMessage());
            } else if (failure != null) {
                LOG.warnf(
                        "The crawl ended at %s: %s. Stored prices and models go on serving; the next crawl goes on here.",
                        coin, failure.getMessage());
                return failure.getMessage();
            } else if (crawl.daysWanted() > 0) {
                LOG.infof(
                        "Stored %d of %d missing days of %s, %s to %s",
                        crawl.daysStored(), crawl.daysWanted(), coin, crawl.firstDay(), crawl.lastDay());
            }
        }
        return failures.isEmpty() ? null : String.join("; ", failures);
    }

    /** One coin's turn, counted as it goes so that a failure half-way still tells what was done. */
    private final class Attempt {

        private final String coin;
        private final AtomicInteger calls = new AtomicInteger();
        private List<Window> windows = List.of();
        private int stored;

        Attempt(String coin) {
            this.coin = coin;
        }

        void fetchAndStore() {
            var yesterday = LocalDate.now(clock).minusDays(1);
            windows = Window.cut(firstMissingDay(), yesterday, CoinGecko.DAYS_PER_CALL);
            for (var window : windows) {
                var points = coinGecko.dailyPrices(coin, window.from(), window.to(), calls::incrementAndGet);
                var days = points.stream()
                        .filter(point -> point.price().signum() > 0)
                        .map(point -> new DailyPrice(point.day(), point.price(), point.marketCap(), point.volume()))
                        .toList();
                stored +=
                        prices.store(coin, PriceSource.COINGECKO, days).await().indefinitely();
            }
        }

        /** The day after the stored ones; what the plan no longer shows is not asked for. */
        private LocalDate firstMissingDay() {
            var planned = coinGecko.firstDay();
            var wanted = prices.lastDay(coin)
                    .await()
                    .indefinitely()
                    .map(last -> last.plusDays(1))
                    .or(config::from)
                    .orElse(planned);
            return wanted.isBefore(planned) ? planned : wanted;
        }

        CoinCrawl result(String error) {
            var any = !windows.isEmpty();
            return new CoinCrawl(
                    coin,
                    any ? windows.get(0).from() : null,
                    any ? windows.get(windows.size() - 1).to() : null,
                    windows.stream().mapToInt(Window::days).sum(),
                    stored,
                    calls.get(),
                    error);
        }
    }
}
