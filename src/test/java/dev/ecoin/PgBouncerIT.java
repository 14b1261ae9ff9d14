package dev.ecoin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.PgBouncer;
import dev.ecoin.testing.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service behind a pooler, in session mode and in transaction mode. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PgBouncerIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLLED = Duration.ofMillis(500);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path directory;

    private EmbeddedPostgres postgres;

    @BeforeEach
    void start() throws IOException {
        postgres = Postgres.builder().start();
    }

    @AfterEach
    void stop() throws IOException {
        postgres.close();
    }

    @Test
    void behindAPoolerInTransactionModeTheServiceDoesNotStart() throws Exception {
        try (var pooler = PgBouncer.start(directory, postgres.getPort(), "transaction");
                var service = start(pooler)) {
            var log = service.logUntilEnd();

            assertEquals(1, service.exitStatus(), () -> String.join("\n", log));
            assertEquals(
                    1,
                    log.stream().filter(line -> line.contains("session mode")).count(),
                    () -> String.join("\n", log));
            assertTrue(log.stream().noneMatch(line -> line.startsWith("\tat ")), () -> String.join("\n", log));
        }
    }

    @Test
    void behindOneInSessionModeItDoesAndNoticesWhenThatChanges() throws Exception {
        try (var pooler = PgBouncer.start(directory, postgres.getPort(), "session");
                var service = start(pooler)) {
            service.logUntil("Ready, but no coin has a model yet.");
            awaitHeard(service, 1);

            pooler.reload("transaction");
            service.logUntil("a notification of our own does not arrive");
            awaitHeard(service, 0);

            pooler.reload("session");
            awaitHeard(service, 1);
        }
    }

    private static PackagedService start(PgBouncer pooler) throws IOException {
        return PackagedService.start(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + pooler.port() + "/postgres",
                "QUARKUS_DATASOURCE_USERNAME", "postgres",
                "QUARKUS_DATASOURCE_PASSWORD", "",
                "ECOIN_COINGECKO_URL", "http://localhost:1/api/v3",
                "QUARKUS_HTTP_PORT", "0"));
    }

    private void awaitHeard(PackagedService service, int heard) throws IOException {
        var metrics = HttpRequest.newBuilder(URI.create(service.managementAddress() + "/q/metrics"))
                .build();
        await().atMost(PATIENCE).pollInterval(POLLED).ignoreExceptions().until(() -> client.send(
                        metrics, BodyHandlers.ofString())
                .body()
                .contains("ecoin_serving_activations_heard " + heard + ".0"));
    }
}
