package dev.ecoin.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.logging.ControlCharacters;
import dev.ecoin.runs.RunState;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.OddBodies;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.StoredPrices;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A strange answer for one coin does not affect the others. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class OddAnswersTest {

    private static final LocalDate TODAY = LocalDate.ofInstant(SettableClock.START, ZoneOffset.UTC);
    private static final LocalDate YESTERDAY = TODAY.minusDays(1);
    private static final LocalDate FIRST_SHOWN = TODAY.minusDays(364);
    private static final String ODD = "aave";

    @Inject
    Crawler crawler;

    @Inject
    Service service;

    @Inject
    StoredPrices stored;

    CoinGeckoStandIn coinGecko;

    @BeforeEach
    void start() {
        service.reset(ODD, "bitcoin");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | {"error":"Could not find coin with the given id"}
            404 | {"error":"coin not found"}
            404 | {"error":"Could not find coin by id"}
            404 | {"error":{"status":{"error_code":404,"error_message":"Coin aave was not found"}}}
            404 | {"status":{"error_code":404,"error_message":"Could not find a coin with this id"}}
            """)
    void aCoinThatCoinGeckoDoesNotKnowIsUnknownInAllItsWords(int status, String body) {
        coinGecko.answerFor(ODD, status, "application/json", body.getBytes(UTF_8));

        assertOthersAreStored();

        assertEquals(1, service.count("unavailable_days WHERE coin = $1 AND reason = 'unknown_coin'", ODD));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            404 | application/json | {"error":"Incorrect path. Please check https://docs.coingecko.com/"}
            404 | text/html        | <html>Not Found</html>
            400 | application/json | {"error":"bad\\u0000id"}
            500 | text/plain       | oops\\0binary
            403 | text/plain       | \\0\\0\\0
            200 | application/json | {"prices":[[1763942400000,1e999999999]],"market_caps":[],"total_volumes":[]}
            200 | application/json | {"prices":[[1763942400000,1e-20000]],"market_caps":[],"total_volumes":[]}
            200 | application/json | {"prices":[[1e999999999,1]],"market_caps":[],"total_volumes":[]}
            200 | application/json | {"prices":[[1763942400000,1]],"market_caps":[[1763942400000,1e200000]]}
            200 | application/json | [[[[
            200 | application/json | "\\ud800"
            """)
    void anAnswerThatMeansNothingPassesItsCoinOver(int status, String type, String body) {
        coinGecko.answerFor(ODD, status, type, body.replace("\\0", "\0").getBytes(UTF_8));

        assertOthersAreStored();

        assertEquals(0, service.count("unavailable_days WHERE reason = 'unknown_coin'"), "the coin may well be there");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"timestamp\":\"2025-10-12T11:10:40.873+00:00\",\"error_code\":10010,\"status\":{\"error_message\":"
                        + "\"If you are using Pro API key, please change your root URL\"}}",
                "{\"error_code\":10011,\"status\":{\"error_message\":\"If you are using Demo API key, ...\"}}",
                "{\"error_code\":\"10002\",\"error\":\"API Key Missing\"}",
                "{\"status\":{\"error_code\":10010,\"error_message\":\"wrong host\"}}",
                "{\"error\":{\"error_code\":10011,\"error_message\":\"wrong host\"}}",
                "{\"error\":{\"status\":{\"error_code\":10011,\"error_message\":\"wrong host\"}}}"
            })
    void aWrongKeyOrPlanEndsTheRunAfterOneCallWithTheLineThatNamesTheKeys(String body) {
        coinGecko.answerFor(ODD, 400, "application/json", body.getBytes(UTF_8));

        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        assertEquals(RunState.FAILED, report.state());
        assertEquals(1, coinGecko.calls().size());
        assertTrue(report.error().contains("ECOIN_COINGECKO_KEY"), report.error());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noBytesOfOneCoinEndTheRunOfTheOthers(long seed) {
        var random = new Random(seed);
        for (int answer = 0; answer < OddBodies.TRIED; answer++) {
            start();
            coinGecko.answerFor(ODD, OddBodies.status(random), OddBodies.type(random), OddBodies.body(random));
            assertOthersAreStored();
        }
    }

    @Test
    void aCoinWhoseEveryDocumentIsOddLeavesTheOthersTheirs() {
        coinGecko.answerFor(ODD, 500, "text/plain", "oops\0".getBytes(UTF_8));

        var report = crawler.crawl(
                        new CrawlRequest(List.of(ODD, "bitcoin"), TODAY.minusDays(6), YESTERDAY, CrawlMode.HISTORY),
                        "test",
                        progress -> {})
                .orElseThrow();

        assertEquals(RunState.FAILED, report.state());
        assertEquals(6, service.count("price_document WHERE coin = 'bitcoin'"), report.error());
    }

    private void assertOthersAreStored() {
        var report =
                crawler.crawl(CrawlRequest.everything(), "test", progress -> {}).orElseThrow();

        stored.assertTruth("bitcoin", FIRST_SHOWN, YESTERDAY);
        assertEquals(
                RunState.SUCCEEDED, report.coins().get(1).state(), () -> "the run has ended with " + report.error());
        assertFalse(ControlCharacters.areIn(report.error()), report.error());
    }
}
