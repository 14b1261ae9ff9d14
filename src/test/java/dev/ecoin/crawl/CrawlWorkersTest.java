package dev.ecoin.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slow answers do not keep the workers from using the rate. */
@QuarkusTest
@WithDatabaseAndCoinGecko
@TestProfile(CrawlWorkersTest.PatientClient.class)
class CrawlWorkersTest {

    public static final class PatientClient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ecoin.coingecko.timeout", "30s", "ecoin.crawl.workers", "3");
        }
    }

    @Inject
    Crawler crawler;

    @Inject
    Service service;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum", "solana");
        coinGecko.reset();
    }

    @Test
    void asManyCallsAreUnderWayAsThereAreWorkers() {
        // None is answered before all three are there.
        var together = new CyclicBarrier(3);
        for (int call = 0; call < 3; call++) {
            coinGecko.beforeAnswer(() -> await(together));
        }

        var report = crawler.crawl();

        assertEquals(CrawlState.SUCCEEDED, report.state());
        assertEquals(3, report.calls());
        assertEquals(
                List.of(364, 364, 364),
                report.coins().stream().map(CoinCrawl::daysStored).toList());
        assertTrue(!together.isBroken());
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
