package dev.ecoin.http;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes and attacks of people and programs: the answer is never a 5xx and always helpful. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class BadInputTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20_261_123);

    /** Total number; divided equally among the operations. */
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 12_000);

    private static final int AT_A_TIME = 8;
    private static final int SECONDS_TO_ANSWER = 120;
    private static final int MOST_SHOWN = 40;

    /** Statuses that concern the client or the moment rather than a value. */
    private static final Set<Integer> WITHOUT_PARAMETER = Set.of(429);

    @Inject
    Service service;

    @Inject
    Trainer trainer;

    @Inject
    Vertx vertx;

    @TestHTTPResource("/")
    URI address;

    CoinGeckoStandIn coinGecko;

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> complaints = new TreeMap<>();
    private HttpClient client;
    private volatile boolean nulIs400;

    @BeforeEach
    void start() {
        restore();
        client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true).setMaxWaitQueueSize(-1),
                new PoolOptions().setHttp1MaxSize(AT_A_TIME));
    }

    @AfterEach
    void stop() {
        client.close();
        restore();
    }

    private void restore() {
        coinGecko.reset();
        service.reset("bitcoin", "ethereum");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 200, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));
    }

    @ParameterizedTest
    @CsvSource({
        "/forecast, 400, coin,",
        "/forecast?coin=bitcoin, 400, date,",
        "/forecast?coin=bitcoin&date=, 400, date,",
        "/forecast?coin=bitcoin&date=2026-02-29, 400, date, 2026-02-29",
        "/forecast?coin=bitcoin&date=2027-02-29, 400, date, 2027-02-29",
        "/forecast?coin=bitcoin&date=2026-12-31T00:00:00Z, 400, date, 2026-12-31T00:00:00Z",
        "/forecast?coin=bitcoin&date=2026-12-31%2B14:00, 400, date, 2026-12-31+14:00",
        "/forecast?coin=bitcoin&date=31-12-2026, 400, date, 31-12-2026",
        "/forecast?coin=bitcoin&date=9999-12-31, 422, date, 9999-12-31",
        "/forecast?coin=bitcoin&date=%2B999999999-12-31, 422, date, +999999999-12-31",
        "/forecast?coin=bitcoin&date=-999999999-01-01, 422, date, -999999999-01-01",
        "/forecast?coin=%20&date=2026-12-31, 400, coin, ' '",
        "/forecast?coin=bit%0Acoin&date=2026-12-31, 400, coin, 'bit\ncoin'",
        "/forecast?coin=%F0%9F%9A%80&date=2026-12-31, 404, coin, 🚀",
        "/forecast?coin=bitcoin&coin=ethereum&date=2026-12-31, 400, coin, ethereum",
        "/coins?state=Active, 400, state, Active",
        "/coins/BITCOIN, 404, coin, BITCOIN",
        "/coins/bitcoin/prices?from=yesterday, 400, from, yesterday",
        "/coins/bitcoin/prices?from=2026-11-02&to=2026-11-01, 422, from, 2026-11-02",
        "/crawls?limit=0, 422, limit, 0",
        "/crawls?limit=1e3, 400, limit, 1e3",
        "/crawls?limit=99999999999999999999, 400, limit, 99999999999999999999",
        "/crawls?state=done, 400, state, done",
        "/crawls/9999999999999999999999, 404, id, 9999999999999999999999",
        "/crawls/-1/events, 404, id, -1",
        "/no/such/path, 404, path, /no/such/path"
    })
    void theProblemNamesTheParameterAndItsValue(String uri, int status, String parameter, String value) {
        problem(given().urlEncodingEnabled(false).get(uri).then(), status, parameter, value);
    }

    @Test
    void noGeneratedRequestIsAnsweredWithAFaultOfTheServiceOrWithoutHelp() throws Exception {
        var document = OpenApiDocument.read();
        var operations = document.operations();
        var input = new BadInput(document, SEED);
        var each = REQUESTS / operations.size() + 1;
        System.out.printf("%d requests to each of %d operations, -Dfuzz.seed=%d%n", each, operations.size(), SEED);

        // Reads first, because the changes leave little to read.
        var sent = 0;
        for (var reads : List.of(true, false)) {
            for (var operation : operations) {
                if (operation.isRead() == reads) {
                    sent += send(operation, input, each);
                }
            }
        }

        assertTrue(sent >= REQUESTS, sent + " requests");
        assertEquals("", shown(), () -> complaints.size() + " kinds of wrong answers, -Dfuzz.seed=" + SEED);
    }

    @Test
    void everyTextOfEveryOperationMayHoldControlCharacters() throws Exception {
        var document = OpenApiDocument.read();
        var input = new BadInput(document, SEED);
        for (var operation : document.operations()) {
            for (var request : input.requestsWith("\r\n\t\u001b[2J\u0085\u009b\u2028\u2029\u202e", operation)) {
                await(send(request));
            }
        }
        assertEquals("", shown());
    }

    @Test
    void noTextOfAnyOperationMayHoldNul() throws Exception {
        var document = OpenApiDocument.read();
        var input = new BadInput(document, SEED);
        var before = service.fingerprint();
        nulIs400 = true;
        for (var operation : document.operations()) {
            for (var request : input.requestsWith("\0", operation)) {
                await(send(request));
            }
        }

        assertEquals("", shown());
        assertEquals(before, service.fingerprint());
    }

    private static void await(Future<Void> answer) throws Exception {
        answer.toCompletionStage().toCompletableFuture().get(2L * SECONDS_TO_ANSWER, TimeUnit.SECONDS);
    }

    private int send(OpenApiDocument.Operation operation, BadInput input, int requests) throws InterruptedException {
        var free = new Semaphore(AT_A_TIME);
        for (int i = 0; i < requests; i++) {
            var request = input.request(operation);
            if (!free.tryAcquire(2L * SECONDS_TO_ANSWER, TimeUnit.SECONDS)) {
                throw new AssertionError(operation + " hangs");
            }
            send(request).onComplete(done -> free.release());
        }
        if (!free.tryAcquire(AT_A_TIME, 2L * SECONDS_TO_ANSWER, TimeUnit.SECONDS)) {
            throw new AssertionError(operation + " hangs");
        }
        return requests;
    }

    private Future<Void> send(BadInput.Request request) {
        var credentials = ("operator:" + OperatorResource.PASSWORD).getBytes();
        var options = new RequestOptions()
                .setHost(address.getHost())
                .setPort(address.getPort())
                .setMethod(HttpMethod.valueOf(request.method()))
                .setURI(request.uri())
                .setTimeout(TimeUnit.SECONDS.toMillis(SECONDS_TO_ANSWER))
                .setHeaders(request.headers())
                .putHeader("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
        return client.request(options)
                .compose(sent -> (request.body() == null ? sent.send() : sent.send(Buffer.buffer(request.body())))
                        .compose(answer -> {
                            if ("text/event-stream".equals(answer.getHeader("Content-Type"))) {
                                // Continues until the crawl ends.
                                sent.reset();
                                return Future.succeededFuture(Buffer.buffer());
                            }
                            return answer.body();
                        })
                        .map(body -> {
                            check(
                                    request,
                                    sent.response().result().statusCode(),
                                    sent.response().result().getHeader("Content-Type"),
                                    body.toString());
                            return (Void) null;
                        }))
                .onFailure(e -> complain(request, "no answer: " + e.getClass().getSimpleName(), String.valueOf(e)));
    }

    private void check(BadInput.Request request, int status, String type, String body) {
        if (status >= 500 && !isLimit(status, body) || nulIs400 && status != 400) {
            complain(request, "status " + status, body);
        } else if (!request.isOther() && !request.operation().statuses().contains(Integer.toString(status))) {
            complain(request, "status " + status + " is not described", body);
        }
        if (status >= 400 && !request.method().equals("HEAD")) {
            var problem = read(body);
            if (!Problem.MEDIA_TYPE.equals(type) || problem.path("status").asInt() != status) {
                complain(request, "status " + status + " without a problem, as " + type, body);
            } else if (!problem.has("parameter") && !WITHOUT_PARAMETER.contains(status) && !isLimit(status, body)) {
                complain(request, "status " + status + " names no parameter", body);
            }
            if (body.contains("SELECT") || body.contains("\tat ") || body.contains("Exception")) {
                complain(request, "status " + status + " tells what is inside", body);
            }
        }
    }

    /** More requests are sent at a time than imports, or fits, may run. */
    private static boolean isLimit(int status, String body) {
        return status == 503 && body.contains("the maximum");
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return json.missingNode();
        }
    }

    private synchronized void complain(BadInput.Request request, String what, String body) {
        complaints.putIfAbsent(
                request.operation() + ": " + what,
                request + "\n    -> " + (body.length() > 300 ? body.substring(0, 300) : body));
    }

    private synchronized String shown() {
        var text = new StringBuilder();
        complaints.entrySet().stream().limit(MOST_SHOWN).forEach(complaint -> text.append(complaint.getKey())
                .append("\n    ")
                .append(complaint.getValue())
                .append('\n'));
        return text.toString();
    }
}
