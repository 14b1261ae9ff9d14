package dev.ecoin.http.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.http.Problem;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.OpenApiDocument.Operation;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class OperatorPolicyTest {

    @Inject
    Service service;

    @Inject
    SettableClock clock;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 30, PriceSource.SAMPLE);
    }

    @Test
    void everyOperationThatChangesSomethingNeedsTheOperatorsCredentials() {
        // Other tests have set the clock back, which gives no guesses before it is where it was.
        clock.advance(Duration.ofDays(200));
        var before = service.fingerprint();
        var changes = OpenApiDocument.read().operations().stream()
                .filter(operation -> !operation.isRead())
                .toList();

        assertTrue(changes.size() >= 4, changes.toString());
        for (var change : changes) {
            unauthorized(send(anonymous(), change));
            unauthorized(send(anonymous().header("Authorization", "Basic ???"), change));
            unauthorized(send(anonymous().header("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30."), change));
            unauthorized(send(from("192.0.2.1").auth().preemptive().basic("operator", "wrong"), change));
            unauthorized(send(from("192.0.2.1").auth().preemptive().basic("root", OperatorResource.PASSWORD), change));
            // Further wrong passwords would soon exceed the limit.
            clock.advance(Duration.ofHours(2));
        }
        assertEquals(before, service.fingerprint());
    }

    @Test
    void whatMayBeOpenedToReadersSaysHow() {
        anonymous()
                .contentType("application/json")
                .body("{}")
                .post("/fit")
                .then()
                .statusCode(401)
                .body("detail", containsString("ecoin.fit.enabled=true"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/no/such/path",
                "/coins/bitcoin/",
                "//coins/bitcoin",
                "/coins/%62itcoin",
                "/q/../coins/bitcoin",
                "/q/health/../../coins/bitcoin"
            })
    void noSpellingOfAnAddressLeadsPastIt(String path) {
        for (var method : List.of("POST", "PUT", "DELETE")) {
            unauthorized(
                    anonymous().urlEncodingEnabled(false).request(method, path).then());
        }
        assertEquals(1, service.count("coin WHERE id = 'bitcoin'"));
    }

    @Test
    void theOperatorMayChangeThings() {
        given().contentType(ContentType.JSON)
                .body("{\"state\":\"paused\"}")
                .put("/coins/bitcoin")
                .then()
                .statusCode(200)
                .body("state", equalTo("paused"));
        given().delete("/coins/bitcoin").then().statusCode(204);
    }

    @Test
    void readingIsOpenWhateverTheCredentials() {
        anonymous().get("/coins").then().statusCode(200);
        anonymous()
                .auth()
                .preemptive()
                .basic("operator", "wrong")
                .get("/coins")
                .then()
                .statusCode(200);
    }

    @Test
    void aScriptThatSaysWhatItIsGetsNoChallengeForTheBrowserToShow() {
        anonymous()
                .header("X-Requested-With", "XMLHttpRequest")
                .delete("/coins/bitcoin")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", nullValue());
    }

    @Test
    void guessingIsSlowedDownForTheClientThatGuesses() {
        for (int guess = 1; guess <= 5; guess++) {
            unauthorized(guess("192.0.2.2", "wrong " + guess));
        }

        guess("192.0.2.2", "wrong 6")
                .statusCode(429)
                .contentType(Problem.MEDIA_TYPE)
                .header("Retry-After", "1")
                .body("detail", containsString("Too many attempts"));
        guess("192.0.2.3", "another client's").statusCode(401);
        clock.advance(Duration.ofSeconds(1));
        guess("192.0.2.2", OperatorResource.PASSWORD).statusCode(404);
        unauthorized(guess("192.0.2.2", "wrong 7"));
    }

    @Test
    void manyGuessesAtATimeAreNoMoreThanOneAfterTheOther() throws InterruptedException {
        var statuses = Collections.synchronizedList(new ArrayList<Integer>());
        var threads = IntStream.range(0, 16)
                .mapToObj(i -> new Thread(() -> statuses.add(
                        guess("198.51.100.4", "at a time " + i).extract().statusCode())))
                .toList();
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }

        assertEquals(5, statuses.stream().filter(status -> status == 401).count(), statuses.toString());
        assertEquals(11, statuses.stream().filter(status -> status == 429).count(), statuses.toString());
    }

    @Test
    void theOperatorGetsInWhileOthersGuessFromEverNewAddresses() {
        // Other tests have set the clock back; no guesses are granted before the previous time.
        clock.advance(Duration.ofDays(100));
        guess("203.0.113.7", OperatorResource.PASSWORD).statusCode(404);
        guessUntilRefused(11);
        // Longer than a correct password is remembered.
        clock.advance(Duration.ofMinutes(10));
        guessUntilRefused(12);

        guess("203.0.113.7", OperatorResource.PASSWORD).statusCode(404);
        guess("203.0.113.7", "wrong").statusCode(401);
        anonymous()
                .auth()
                .preemptive()
                .basic("operator", OperatorResource.PASSWORD)
                .delete("/coins/no-such-coin")
                .then()
                .statusCode(404);
        // The remembered address of the operator must not answer guesses from elsewhere.
        guess("12.0.0.1", OperatorResource.PASSWORD).statusCode(429);
        clock.advance(LoginAttempts.RETURN);
        guess("203.0.114.1", OperatorResource.PASSWORD).statusCode(404);

        // Restores the account for later tests.
        clock.advance(Duration.ofHours(1));
        guess("203.0.113.7", OperatorResource.PASSWORD).statusCode(404);
    }

    private static void guessUntilRefused(int network) {
        var guesses = IntStream.iterate(1, i -> i + 1)
                .filter(i ->
                        guess(network + ".0." + i + ".1", "wrong").extract().statusCode() == 429)
                .findFirst()
                .orElseThrow();
        assertTrue(guesses <= 51, guesses + " guesses");
    }

    private static ValidatableResponse guess(String client, String password) {
        return from(client)
                .auth()
                .preemptive()
                .basic("operator", password)
                .delete("/coins/no-such-coin")
                .then();
    }

    /** A request forwarded by a proxy that Quarkus trusts; see application.properties, section Tests. */
    private static RequestSpecification from(String client) {
        return anonymous().header("X-Forwarded-For", client);
    }

    private static RequestSpecification anonymous() {
        return given().auth().none();
    }

    private static ValidatableResponse send(RequestSpecification request, Operation operation) {
        return (operation.body() == null
                        ? request
                        : request.contentType(ContentType.JSON).body(operation.bodyExample()))
                .request(operation.method(), operation.examplePath())
                .then();
    }

    private static void unauthorized(ValidatableResponse response) {
        response.statusCode(401)
                .contentType(Problem.MEDIA_TYPE)
                .header("WWW-Authenticate", containsString("Basic realm="))
                .body("status", equalTo(401))
                .body("title", equalTo("Unauthorized"))
                .body("parameter", equalTo("Authorization"));
    }
}
