package dev.ecoin;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import dev.ecoin.testing.WebhookStandIn;
import dev.ecoin.testing.WebhookStandIn.Message;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The packaged service, killed without warning while it sends messages; and two of them at once. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledDeliveryIT {

    private static final int KILLS = Integer.getInteger("faults", 2);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String OPERATOR = "Basic "
            + Base64.getEncoder()
                    .encodeToString(("operator:" + OperatorResource.PASSWORD).getBytes(StandardCharsets.UTF_8));

    private final HttpClient client = HttpClient.newHttpClient();
    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void everyMessageThatWasAcceptedArrivesWheneverTheServiceIsKilled() throws Exception {
        try (var postgres = Postgres.builder().start();
                var standIn = new WebhookStandIn()) {
            var environment = environment(postgres.getPort());
            var accepted = new HashSet<String>();

            // Between a message's arrival and its answer.
            var victim = new CompletableFuture<PackagedService>();
            try (var service = PackagedService.start(environment)) {
                victim.complete(service);
                var address = service.address();
                post(address + "/webhooks", "{\"name\": \"in\", \"url\": \"" + standIn.url("/in") + "\"}", 201);
                standIn.beforeAnswer(() -> kill(victim.join()));
                try {
                    test(address);
                } catch (IOException e) {
                    // Its message may be faster than its answer.
                }
                service.logUntilEnd();
            }
            assertEquals(1, standIn.received().size());
            accepted.addAll(ids(standIn));
            standIn.beforeAnswer(() -> {});

            // At whatever moment.
            var random = new Random(Long.getLong("faults.seed", 1));
            for (int kill = 0; kill < KILLS; kill++) {
                try (var service = PackagedService.start(environment)) {
                    var address = service.address();
                    var killer = Executors.newSingleThreadScheduledExecutor();
                    killer.schedule(() -> kill(service), random.nextInt(1_000), TimeUnit.MILLISECONDS);
                    try {
                        while (true) {
                            accepted.add(test(address));
                        }
                    } catch (IOException e) {
                        // The service is dead.
                    }
                    killer.shutdown();
                    service.logUntilEnd();
                }
            }

            try (var service = PackagedService.start(environment)) {
                var address = service.address();
                await().atMost(PATIENCE).until(() -> waiting(address) == 0);
                assertTrue(ids(standIn).containsAll(accepted), () -> accepted + " but " + ids(standIn));
            }
            assertTrue(
                    times(standIn).values().stream().allMatch(times -> times <= KILLS + 2),
                    () -> "more than once after a death alone: " + times(standIn));
        }
    }

    @Test
    void twoReplicasSendNoMessageTwice() throws Exception {
        try (var postgres = Postgres.builder().start();
                var standIn = new WebhookStandIn()) {
            var environment = environment(postgres.getPort());
            try (var one = PackagedService.start(environment);
                    var other = PackagedService.start(environment)) {
                var addresses = List.of(one.address(), other.address());
                post(
                        addresses.get(0) + "/webhooks",
                        "{\"name\": \"in\", \"url\": \"" + standIn.url("/in") + "\"}",
                        201);
                var accepted = new HashSet<String>();
                for (int i = 0; i < 40; i++) {
                    accepted.add(test(addresses.get(i % 2)));
                }

                await().atMost(PATIENCE).until(() -> waiting(addresses.get(0)) == 0);

                assertEquals(accepted, ids(standIn));
                assertEquals(Set.of(1L), Set.copyOf(times(standIn).values()));
            }
        }
    }

    private static Map<String, String> environment(int port) {
        return Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + port + "/postgres",
                "QUARKUS_DATASOURCE_USERNAME", "postgres",
                "QUARKUS_DATASOURCE_PASSWORD", "",
                "QUARKUS_HTTP_PORT", "0",
                "ECOIN_SECURITY_OPERATOR_PASSWORD_HASH", OperatorResource.PASSWORD_HASH,
                "ECOIN_ALERTS_ALLOWED_HOSTS", "localhost",
                "ECOIN_SCHEDULE_AT_START", "false",
                "ECOIN_RUNS_LOOK", "1s",
                "ECOIN_CLUSTER_LEASE", "3s",
                "ECOIN_COINGECKO_URL", "http://localhost:1/api/v3");
    }

    /** Sends a test; returns its id once the service has accepted it. */
    private String test(String address) throws IOException, InterruptedException {
        return post(address + "/webhooks/1/test", "", 202)
                .path("deliveries")
                .path(0)
                .path("message")
                .asText();
    }

    private int waiting(String address) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address + "/webhooks/1"))
                .header("Authorization", OPERATOR)
                .build();
        return mapper.readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .path("waiting")
                .asInt(-1);
    }

    private JsonNode post(String address, String body, int status) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", OPERATOR)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(status, answer.statusCode(), answer.body());
        return mapper.readTree(answer.body());
    }

    private static Set<String> ids(WebhookStandIn standIn) {
        return standIn.received().stream().map(Message::id).collect(Collectors.toSet());
    }

    private static Map<String, Long> times(WebhookStandIn standIn) {
        return standIn.received().stream().collect(Collectors.groupingBy(Message::id, Collectors.counting()));
    }

    private static void kill(PackagedService service) {
        try {
            service.kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
