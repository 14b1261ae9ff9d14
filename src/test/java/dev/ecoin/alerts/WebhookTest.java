package dev.ecoin.alerts;

import static dev.ecoin.testing.Management.management;
import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.runs.Runs;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WebhookStandIn;
import dev.ecoin.testing.WebhookStandIn.Message;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of rules, received over HTTP. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class WebhookTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);

    @Inject
    Runs runs;

    @Inject
    Service service;

    @Inject
    SettableClock clock;

    @Inject
    ObjectMapper mapper;

    private WebhookStandIn standIn;

    @BeforeEach
    void start() throws Exception {
        service.reset("bitcoin", "ethereum");
        service.storeWalk("bitcoin", LAST, 30, PriceSource.SAMPLE);
        standIn = new WebhookStandIn();
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void aRuleThatFiresAndClearsSendsSignedMessages() throws Exception {
        var webhook = add("/in", "json");
        var secret = webhook.extract().<String>path("secret");
        rule(id(webhook));

        fire();
        clear();

        var messages = standIn.received("/in");
        assertEquals(2, messages.size());
        var fired = mapper.readTree(messages.get(0).body());
        assertEquals("alert.fired", fired.path("type").asText());
        assertEquals("2026-11-24T10:00:00Z", fired.path("timestamp").asText());
        assertEquals("old", fired.path("data").path("alert").path("name").asText());
        assertEquals("bitcoin", fired.path("data").path("coin").asText());
        assertEquals(2, fired.path("data").path("value").asInt());
        assertEquals(
                "stale_prices",
                fired.path("data").path("condition").path("kind").asText());
        assertEquals(
                "The newest price, of 2026-11-22, is 2 days old",
                fired.path("data").path("text").asText());
        assertEquals(
                "alert.cleared",
                mapper.readTree(messages.get(1).body()).path("type").asText());
        assertTrue(
                messages.get(0).id().matches("msg_[0-9a-f]{32}"),
                messages.get(0).id());
        assertNotEquals(messages.get(0).id(), messages.get(1).id());
        assertEquals(
                Long.toString(SettableClock.START.plus(Duration.ofDays(1)).getEpochSecond()),
                messages.get(0).timestamp());
        for (var message : messages) {
            assertEquals(signature(secret, message), message.signature());
        }
        deliveries(id(webhook))
                .body("deliveries", hasSize(2))
                .body("deliveries.state", everyItem(equalTo("delivered")))
                .body("deliveries[1].message", equalTo(messages.get(0).id()))
                .body("deliveries[1].status", equalTo(204))
                .body("deliveries[1].attempts", equalTo(1))
                .body("deliveries[1].duration_ms", notNullValue())
                .body("deliveries[1].error", nullValue());
        assertEquals(0, service.count("run WHERE state <> 'succeeded'"));
        // The address of a webhook is a secret.
        assertFalse(management().get("/q/metrics").asString().contains("/in\""));
    }

    @Test
    void theSecretIsShownOnceAndBothSignDuringARotation() {
        var webhook = add("/in", "json").statusCode(201).body("secret", matchesPattern("whsec_[A-Za-z0-9+/]{43}="));
        var first = webhook.extract().<String>path("secret");
        var id = id(webhook);
        given().get("/webhooks/" + id).then().statusCode(200).body("secret", nullValue());
        given().get("/webhooks").then().body("webhooks[0].secret", nullValue()).body("webhooks", hasSize(1));

        var second = given().post("/webhooks/" + id + "/secret")
                .then()
                .statusCode(200)
                .body("former_secret_until", equalTo("2026-11-24T10:00:00Z"))
                .extract()
                .<String>path("secret");
        test(id);
        clock.advance(Duration.ofDays(1));
        test(id);

        var messages = standIn.received("/in");
        assertEquals(
                signature(second, messages.get(0)) + " " + signature(first, messages.get(0)),
                messages.get(0).signature());
        assertEquals(signature(second, messages.get(1)), messages.get(1).signature());
    }

    @ParameterizedTest
    @CsvSource({"slack, text", "mattermost, text", "discord, content"})
    void chatsGetTheTextInTheirForm(String format, String field) throws Exception {
        rule(id(add("/in", format)));

        fire();

        var message = mapper.readTree(standIn.received("/in").get(0).body());
        assertEquals(
                "Fired: old (bitcoin). The newest price, of 2026-11-22, is 2 days old.",
                message.path(field).asText());
        assertEquals(format.equals("discord") ? 2 : 1, message.size());
    }

    @Test
    void aNameCallsNobodyInAChat() throws Exception {
        var slack = id(add("/slack", "slack"));
        var discord = id(add("/discord", "discord"));
        var mattermost = id(add("/mattermost", "mattermost"));
        given().contentType(ContentType.JSON)
                .body(
                        "{\"name\": \"<!channel> & @everyone\", \"condition\": {\"kind\": \"stale_prices\", \"older_than_days\": 1},"
                                + " \"webhooks\": [" + slack + "," + discord + "," + mattermost + "]}")
                .post("/alerts")
                .then()
                .statusCode(201);

        fire();

        assertTrue(standIn.received("/slack").get(0).body().contains("&lt;!channel&gt; &amp; @everyone"));
        var plain = mapper.readTree(standIn.received("/mattermost").get(0).body())
                .path("text")
                .asText();
        assertTrue(plain.contains("<\u200b!channel> & @\u200beveryone"), plain);
        assertEquals(
                "{\"parse\":[]}",
                mapper.readTree(standIn.received("/discord").get(0).body())
                        .path("allowed_mentions")
                        .toString());
    }

    @Test
    void whatFailsIsSentAgainUnderTheSameIdUntilADayHasPassed() {
        standIn.answer("/in", 500, "<b>busy\u0007</b>\nnow");
        var id = id(add("/in", "json"));
        rule(id);

        fire();
        deliveries(id)
                .body("deliveries[0].state", equalTo("waiting"))
                .body("deliveries[0].status", equalTo(500))
                .body("deliveries[0].error", equalTo("It answered 500: b busy /b now"))
                .body("deliveries[0].next_attempt_at", equalTo("2026-11-24T10:00:05Z"));
        given().get("/webhooks/" + id).then().body("waiting", equalTo(1));
        service.work();
        assertEquals(1, standIn.received().size());
        for (var seconds : List.of(5, 60, 300, 1800, 3600, 7200, 14_400, 28_800, 28_800)) {
            clock.advance(Duration.ofSeconds(seconds));
            service.work();
        }

        assertEquals(10, standIn.received().size());
        assertEquals(1, standIn.received().stream().map(Message::id).distinct().count());
        assertEquals(
                10,
                standIn.received().stream().map(Message::timestamp).distinct().count());
        deliveries(id).body("deliveries[0].state", equalTo("failed")).body("deliveries[0].attempts", equalTo(10));
        clock.advance(Duration.ofDays(1));
        service.work();
        assertEquals(10, standIn.received().size());
    }

    @Test
    void aReceiverThatLimitsItsMessagesGetsThemLaterForADay() {
        standIn.answer("/in", 429, "");
        var id = id(add("/in", "json"));
        rule(id);

        fire();
        clock.advance(Duration.ofMinutes(1));
        service.work();

        assertEquals(2, standIn.received().size());
        deliveries(id)
                .body("deliveries[0].state", equalTo("waiting"))
                .body("deliveries[0].attempts", equalTo(0))
                .body("deliveries[0].next_attempt_at", equalTo("2026-11-24T10:02:00Z"));
        clock.advance(Duration.ofHours(26));
        service.work();
        assertEquals(2, standIn.received().size());
        deliveries(id)
                .body("deliveries[0].state", equalTo("failed"))
                .body("deliveries[0].error", equalTo("It answered 429; given up after a day"));
    }

    @Test
    void whatComesInTheMeantimeIsSentAtOnceAndInOrder() {
        standIn.answer("/in", 500, "");
        var id = id(add("/in", "json"));
        rule(id);
        fire();
        standIn.answer("/in", 204, "");

        clear();
        test(id);

        // The cleared message waits for the fired one, a test for nothing.
        assertEquals(List.of("alert.fired", "webhook.test"), types());
        clock.advance(Duration.ofSeconds(5));
        service.work();
        assertEquals(List.of("alert.fired", "webhook.test", "alert.fired", "alert.cleared"), types());
    }

    @Test
    void aModelThatIsStillBeingMovedDelaysAlertsForSecondsOnly() {
        rule(id(add("/in", "json")));
        service.awaitRequestedWork();
        clock.advance(Duration.ofDays(1));
        var elsewhere = UUID.randomUUID();
        service.join(elsewhere);
        service.addRun("advance", "bitcoin", "running", "{}", "test", elsewhere);

        evaluate();
        clock.advance(Duration.ofSeconds(19));
        service.work();
        assertEquals(List.of(), types());
        clock.advance(Duration.ofSeconds(1));
        service.work();

        assertEquals(List.of("alert.fired"), types());
        assertEquals(1, service.count("run WHERE kind = 'alerts' AND state = 'waiting'"), "to look again afterwards");
    }

    @Test
    void anErrorInTheSendingItselfIsRetriedAMinuteLater() {
        var id = id(add("/in", "json"));
        service.query("ALTER TABLE webhook_delivery ADD CONSTRAINT broken CHECK (state <> 'delivered')");
        try {
            test(id);
        } finally {
            service.query("ALTER TABLE webhook_delivery DROP CONSTRAINT broken");
        }
        deliveries(id).body("deliveries[0].state", equalTo("waiting"));

        clock.advance(Duration.ofMinutes(1));
        service.work();

        deliveries(id).body("deliveries[0].state", equalTo("delivered"));
        assertEquals(List.of("webhook.test", "webhook.test"), types());
    }

    @Test
    void aRuleClearsForACoinThatIsRemoved() {
        var id = id(add("/in", "json"));
        rule(id);
        fire();

        given().delete("/coins/bitcoin").then().statusCode(204);
        evaluate();

        assertEquals(List.of("alert.fired", "alert.cleared"), types());
        given().get("/alerts?firing=true").then().body("alerts.size()", equalTo(0));
    }

    @Test
    void goneDisablesAWebhook() {
        standIn.answer("/in", 410, "");
        var id = id(add("/in", "json"));
        rule(id);

        fire();
        clear();

        assertEquals(1, standIn.received().size());
        given().get("/webhooks/" + id)
                .then()
                .body("enabled", equalTo(false))
                .body("disabled_why", equalTo("It answered 410 Gone"))
                .body("waiting", equalTo(0));
        problem(given().post("/webhooks/" + id + "/test").then(), 409, "id", Integer.toString(id));
        given().contentType(ContentType.JSON)
                .body("{\"enabled\": true}")
                .put("/webhooks/" + id)
                .then()
                .statusCode(200)
                .body("enabled", equalTo(true))
                .body("disabled_why", nullValue());
    }

    @Test
    void aRedirectIsNotFollowed() {
        standIn.redirect("/in", standIn.url("/elsewhere"));
        var id = id(add("/in", "json"));

        test(id);

        assertEquals(
                List.of("/in"), standIn.received().stream().map(Message::path).toList());
        deliveries(id).body("deliveries[0].error", equalTo("It answered 302; redirects are not followed"));
    }

    @Test
    void anAddressThatIsNotPublicIsRefused() {
        var id = id(add("/in", "json"));
        service.query("UPDATE webhook SET url = $1", "http://127.0.0.1:" + standIn.port() + "/in");

        test(id);

        assertEquals(List.of(), standIn.received());
        deliveries(id)
                .body("deliveries[0].state", equalTo("waiting"))
                .body("deliveries[0].error", containsString("an address that is not public"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/",
                "file:///etc/passwd",
                "https://user:password@example.org/",
                "https://example.org@127.0.0.1/",
                "https:///x",
                "https://example.org:99999/",
                "https://example.org/#fragment",
                "http://127.0.0.1/",
                "http://127.1/",
                "http://2130706433/",
                "http://0.0.0.0/",
                "http://169.254.169.254/latest/meta-data",
                "http://10.1.2.3/",
                "http://[::1]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[fd00:ec2::254]/",
                "http://[64:ff9b::7f00:1]/",
                "http://x.localhost/",
                "javascript:alert(1)",
                "//example.org/",
                "x"
            })
    void anAddressThatCannotBeIsRefused(String url) {
        given().contentType(ContentType.JSON)
                .body("{\"name\": \"x\", \"url\": \"" + url + "\"}")
                .post("/webhooks")
                .then()
                .statusCode(422)
                .body("parameter", equalTo("url"));
    }

    @Test
    void webhooksAreTheOperatorsAlone() {
        var id = id(add("/in", "json"));
        for (var address : List.of(
                "/webhooks",
                "/webhooks/" + id,
                "/webhooks/" + id + "/deliveries",
                "/webhooks/",
                "//webhooks",
                "/webhooks;a=b")) {
            given().auth()
                    .none()
                    .get(address)
                    .then()
                    .statusCode(org.hamcrest.Matchers.oneOf(401, 404))
                    .body(not(containsString("localhost:" + standIn.port())));
        }
        given().auth().none().get("/webhooks").then().statusCode(401);
        given().auth()
                .preemptive()
                .basic("operator", "wrong")
                .get("/webhooks")
                .then()
                .statusCode(401);
        given().auth().none().post("/webhooks/" + id + "/test").then().statusCode(401);
    }

    @Test
    void aThousandRulesSendTheirMessagesBesideDeadAndSilentWebhooks() {
        var alive = id(add("/alive", "json"));
        var refusing = id(webhook("http://localhost:1/", "json"));
        standIn.fallSilent("/silent");
        var silent = id(add("/silent", "json"));
        service.query("INSERT INTO alert (name, coins, condition, enabled, created_by, created_at, changed_at)"
                + " SELECT 'rule ' || i, '{bitcoin}', '{\"kind\": \"stale_prices\", \"older_than_days\": 1}', true, 'x', now(), now()"
                + " FROM generate_series(1, 1000) AS i");
        service.query("INSERT INTO alert_webhook SELECT alert.id, webhook.id FROM alert CROSS JOIN webhook");

        clock.advance(Duration.ofDays(1));
        runs.request(Evaluator.request("test"));
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(() -> standIn.received("/alive").size() == 1000);

        assertEquals(
                1000,
                standIn.received("/alive").stream().map(Message::id).distinct().count());
        // What is silent has got one batch, and the rest did not wait for it to find that out message by message.
        assertTrue(standIn.received("/silent").size() <= Deliver.BATCH);
        deliveries(refusing).body("deliveries[0].state", equalTo("waiting"));
        deliveries(alive).body("deliveries.state", everyItem(equalTo("delivered")));
        standIn.close();
        deliveries(silent).body("deliveries", hasSize(20));
    }

    private List<String> types() {
        return standIn.received().stream()
                .map(message -> {
                    try {
                        return mapper.readTree(message.body()).path("type").asText();
                    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
    }

    private ValidatableResponse add(String path, String format) {
        return webhook(standIn.url(path), format);
    }

    private static ValidatableResponse webhook(String url, String format) {
        return given().contentType(ContentType.JSON)
                .body("{\"name\": \"hook\", \"url\": \"" + url + "\", \"format\": \"" + format + "\"}")
                .post("/webhooks")
                .then();
    }

    private static int id(ValidatableResponse added) {
        return added.statusCode(201).extract().path("id");
    }

    /** One of prices that are old after a day. */
    private static void rule(int webhook) {
        given().contentType(ContentType.JSON)
                .body(
                        "{\"name\": \"old\", \"condition\": {\"kind\": \"stale_prices\", \"older_than_days\": 1}, \"webhooks\": ["
                                + webhook + "]}")
                .post("/alerts")
                .then()
                .statusCode(201);
    }

    private void fire() {
        clock.advance(Duration.ofDays(1));
        evaluate();
    }

    private void clear() {
        service.storeWalk("bitcoin", LAST.plusDays(1), 1, PriceSource.SAMPLE);
        evaluate();
    }

    private void evaluate() {
        service.awaitRequestedWork();
        runs.request(Evaluator.request("test"));
        service.awaitRequestedWork();
    }

    private void test(int webhook) {
        given().post("/webhooks/" + webhook + "/test")
                .then()
                .statusCode(202)
                .body("deliveries[0].type", equalTo("webhook.test"));
        service.awaitRequestedWork();
    }

    private static ValidatableResponse deliveries(int webhook) {
        return given().get("/webhooks/" + webhook + "/deliveries").then().statusCode(200);
    }

    /** By the specification, written anew. */
    private static String signature(String secret, Message message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replace("whsec_", "")), "HmacSHA256"));
            var content = message.id() + "." + message.timestamp() + "." + message.body();
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
