package dev.ecoin.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.runs.RunRequestRepository;
import dev.ecoin.runs.RunState;
import dev.ecoin.runs.Runs;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slow answers do not keep the workers from using the full rate. */
@QuarkusTest
@WithDatabaseAndCoinGecko
@TestProfile(CrawlWorkersIT.PatientClient.class)
class CrawlWorkersIT {

    public static final class PatientClient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ecoin.coingecko.timeout", "30s", "ecoin.crawl.workers", "3");
        }
    }

    @Inject
    Crawler crawler;

    @Inject
    Runs runs;

    @Inject
    RunRequestRepository requests;

    @Inject
    Service service;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum", "solana");
    }

    @Test
    void asManyCallsAreUnderWayAsThereAreWorkers() {
        // None of the three is answered before all have arrived.
        var together = new CyclicBarrier(3);
        coinGecko.beforeAnswer(() -> {});
        for (int call = 0; call < 3; call++) {
            coinGecko.beforeAnswer(() -> await(together));
        }

        var report = crawler.crawl(
                        new CrawlRequest(List.of("bitcoin"), LocalDate.of(2026, 11, 19), null, CrawlMode.HISTORY),
                        "test",
                        r -> {})
                .orElseThrow();

        assertEquals(RunState.SUCCEEDED, report.state());
        assertEquals(4, report.calls());
        assertEquals(4, report.daysStored());
        assertTrue(!together.isBroken());
    }

    @Test
    void allCallsUnderWayEndWithACancelledCrawl() {
        var called = new CountDownLatch(3);
        var cancelled = new CountDownLatch(1);
        coinGecko.beforeAnswer(() -> {});
        for (int call = 0; call < 3; call++) {
            coinGecko.beforeAnswer(() -> {
                called.countDown();
                await(cancelled);
            });
        }
        var id = runs.request(
                new CrawlRequest(List.of("bitcoin"), LocalDate.of(2026, 11, 1), null, CrawlMode.HISTORY).run("test"));
        await(called);

        assertTrue(requests.cancel(id).await().indefinitely());
        service.awaitRequestedWork();
        cancelled.countDown();

        assertEquals(1, service.count("crawl_run WHERE state = 'cancelled' AND error IS NULL"));
        assertEquals(1, service.count("crawl_run_coin WHERE state = 'cancelled' AND days_stored >= 1"));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(2, TimeUnit.MINUTES));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aWrongKeyIsFoundOutByOneCall() {
        for (int call = 0; call < 3; call++) {
            coinGecko.fail(401, Map.of(), "{\"status\":{\"error_code\":10002,\"error_message\":\"no key\"}}");
        }

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(RunState.FAILED, report.state());
        assertEquals(1, coinGecko.calls().size());
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(2, TimeUnit.MINUTES);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
