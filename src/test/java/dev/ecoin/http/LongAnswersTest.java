package dev.ecoin.http;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.testing.WrittenNumbers;
import dev.ecoin.training.Trainer;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Answers from ten years of prices are rendered entirely on the worker pool. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class LongAnswersTest {

    private static final int TEN_YEARS = 3_653;

    @Inject
    Service service;

    @Inject
    Trainer trainer;

    @Inject
    WrittenNumbers numbers;

    @Inject
    Vertx vertx;

    @Test
    void noEventLoopWritesTheNumbersOfTenYears() {
        service.reset("bitcoin");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), TEN_YEARS, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));
        service.query(
                "INSERT INTO served_forecast SELECT 'bitcoin', date '2026-11-22' - i - h, h, m.id, s.id, 1000,"
                        + " '{80,95}', '{900,800}', '{1100,1200}', 1000, now(), 1010, now()"
                        + " FROM model AS m JOIN model_state AS s ON s.model = m.id, generate_series(1, $1::integer) AS i,"
                        + " unnest('{1,2,3,7,14,30,90}'::int[]) AS h",
                TEN_YEARS);

        written("/coins/bitcoin/prices", TEN_YEARS);
        written("/coins/bitcoin/accuracy", 7 * 120 * 6);
        written("/coins/bitcoin/quality", 1);
        written("/coins/bitcoin/explain?from=2016-11-22", 10 * TEN_YEARS);
        written("/coins/bitcoin/anomalies", 1);
        written("/coins/bitcoin/probability?date=2026-12-01&above=1000", 3);
        written("/coins/bitcoin/returns?days=1000", 10);
        written("/coins/bitcoin/touch?by=2026-12-01&above=1000", 3);
        written("/portfolio?holdings=bitcoin:2", 150);
        written("/coins/bitcoin/forecast?horizon=1000&level=80,95", 5_000);
        written("/analysis/risk?coin=bitcoin", 120);
        written("/analysis/features?coin=bitcoin&limit=10000", TEN_YEARS);
    }

    private void written(String path, int least) {
        numbers.takeOnEventLoops();
        numbers.takeElsewhere();

        given().get(path).then().statusCode(200);

        assertEquals(0, numbers.takeOnEventLoops(), path);
        var written = numbers.takeElsewhere();
        assertTrue(written >= least, path + ": " + written);
    }

    @Test
    void rowsThatArriveOnAnEventLoopBecomeJsonOrCsvElsewhere() {
        var rendering = new Rendering(new ObjectMapper());
        for (var accept : List.of("application/json", "text/csv")) {
            var onEventLoop = new AtomicReference<Boolean>();
            var rows = Uni.createFrom().<Integer>emitter(emitter -> vertx.runOnContext(now -> emitter.complete(7)));

            var response = rendering
                    .respond(
                            accept,
                            rows,
                            row -> {
                                onEventLoop.set(Context.isOnEventLoopThread());
                                return row;
                            },
                            row -> new byte[row])
                    .await()
                    .indefinitely();

            assertFalse(onEventLoop.get(), accept);
            assertEquals(accept + ";charset=UTF-8", response.getHeaderString("Content-Type"));
            assertEquals(accept.equals("text/csv") ? 7 : 1, ((byte[]) response.getEntity()).length);
        }
    }
}
