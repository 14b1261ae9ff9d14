package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service while its configured database comes and goes. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DatabaseOutageIT {

    private static final String FORECAST = "/forecast?coin=bitcoin&date=2026-12-31";

    @TempDir
    Path directory;

    @Test
    void withoutItsDatabaseTheServiceIsNotReadyButLivesAndRecoversByItself() throws Exception {
        var postgres = postgres(0);
        var port = postgres.getPort();
        try (var service = PackagedService.start(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + port + "/postgres",
                "QUARKUS_DATASOURCE_USERNAME", "postgres",
                "QUARKUS_DATASOURCE_PASSWORD", "",
                "ECOIN_COINGECKO_URL", "http://localhost:1/api/v3",
                "QUARKUS_HTTP_PORT", "0"))) {
            service.logUntil("Ready, but no coin has a model yet. Open " + service.address() + "/");
            var ready = service.managementAddress() + "/q/health/ready";
            var live = service.managementAddress() + "/q/health/live";
            var forecast = service.address() + FORECAST;

            assertEquals(200, get(ready).statusCode());
            assertTrue(get(ready).body().contains("no model yet"));
            assertEquals(404, get(forecast).statusCode());

            postgres.close();
            assertEquals(503, get(ready).statusCode());
            assertTrue(get(ready).body().contains("DOWN"));
            assertEquals(200, get(live).statusCode());
            var refused = get(forecast);
            assertEquals(503, refused.statusCode());
            assertTrue(refused.body().contains("database"), refused.body());

            postgres = postgres(port);
            assertEquals(200, get(ready).statusCode());
            assertEquals(404, get(forecast).statusCode());
        } finally {
            postgres.close();
        }
    }

    private EmbeddedPostgres postgres(int port) throws IOException {
        return Postgres.builder()
                .setDataDirectory(directory)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    private HttpResponse<String> get(String uri) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(uri)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
