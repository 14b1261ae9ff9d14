package dev.ecoin.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.crawl.CrawlMode;
import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.crawl.Crawler;
import dev.ecoin.runs.RunState;
import dev.ecoin.testing.CoinGeckoResource;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.PostgresRelay;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.StoredPrices;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL fails during a crawl and recovers: nothing is lost, and nothing is requested twice. */
@QuarkusTest
@WithTestResource(PostgresRelay.class)
@WithTestResource(CoinGeckoResource.class)
class DatabaseOutageDuringCrawlIT {

    private static final LocalDate YESTERDAY = LocalDate.of(2026, 11, 22);
    private static final int ATTEMPTS = 6;

    @Inject
    Pipeline pipeline;

    @Inject
    Crawler crawler;

    @Inject
    Service service;

    @Inject
    StoredPrices stored;

    PostgresRelay postgres;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum", "solana");
        coinGecko.reset();
    }

    @Test
    void theNightlyCrawlWaitsForTheDatabaseAndStoresWhatItHasFetched() {
        coinGecko.beforeAnswer(() -> postgres.cut(ATTEMPTS));

        pipeline.crawl();

        for (var coin : List.of("bitcoin", "ethereum", "solana")) {
            stored.assertTruth(coin, YESTERDAY.minusDays(363), YESTERDAY);
        }
        assertEquals(3, coinGecko.calls().size());
        assertEquals(0, postgres.refusalsLeft());
        assertEquals(1, service.count("crawl_run WHERE state = 'succeeded'"));
    }

    @Test
    void everyDocumentIsAskedForOnce() {
        coinGecko.beforeAnswer(() -> {});
        coinGecko.beforeAnswer(() -> postgres.cut(ATTEMPTS));

        var report = crawler.crawl(
                        new CrawlRequest(List.of("bitcoin"), YESTERDAY.minusDays(9), null, CrawlMode.HISTORY),
                        "test",
                        progress -> {})
                .orElseThrow();

        assertEquals(RunState.SUCCEEDED, report.state(), report.error());
        stored.assertTruth("bitcoin", YESTERDAY.minusDays(9), YESTERDAY);
        assertEquals(10, service.count("price_document"));
        assertEquals(10, coinGecko.calls().size());
        assertEquals(10, report.calls());
        assertEquals(0, postgres.refusalsLeft());
    }
}
