package dev.ecoin.feeds.coingecko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.feeds.Answer;
import dev.ecoin.feeds.FeedException;
import dev.ecoin.feeds.FeedException.CreditsSpent;
import dev.ecoin.feeds.FeedException.Misconfigured;
import dev.ecoin.feeds.FeedException.NoAnswer;
import dev.ecoin.feeds.FeedException.NotServed;
import dev.ecoin.feeds.FeedException.RateLimited;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies from CoinGecko's documentation and its clients' issue trackers. */
class AnswerTest {

    private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @MethodSource
    void errorsAreToldApartByWhatCanBeDone(int status, String body, Class<? extends FeedException> meaning) {
        var thrown = assertThrows(meaning, () -> read(status, null, body));

        assertFalse(thrown.getMessage().contains("\n"), thrown.getMessage());
    }

    static Stream<Arguments> errorsAreToldApartByWhatCanBeDone() {
        return Stream.of(
                arguments(404, "{\"error\":\"coin not found\"}", NotServed.class),
                arguments(
                        404,
                        "{\"error\":\"Incorrect path. Please check https://docs.coingecko.com/\"}",
                        NotServed.class),
                arguments(404, "<html>Not Found</html>", NotServed.class),
                arguments(422, "{\"error\":\"invalid vs_currency\"}", NotServed.class),
                arguments(401, wrapped(10012), NotServed.class),
                arguments(401, wrapped(10005), Misconfigured.class),
                arguments(401, flat(10002), Misconfigured.class),
                arguments(400, wrapped(10010), Misconfigured.class),
                arguments(400, flat(10011), Misconfigured.class),
                arguments(401, "Unauthorized", Misconfigured.class),
                arguments(429, flat(10006), CreditsSpent.class),
                arguments(200, wrapped(10006), CreditsSpent.class),
                arguments(429, flat(429), RateLimited.class),
                arguments(429, "Throttled", RateLimited.class),
                arguments(403, "error code: 1020", NoAnswer.class),
                arguments(408, "", NoAnswer.class),
                arguments(500, "<html>\n<body>Internal Server Error</body>\n</html>", NoAnswer.class),
                arguments(503, "{\"status\":{\"error_code\":503,\"error_message\":\"busy\"}}", NoAnswer.class),
                arguments(200, "<html><body>Just a moment...</body></html>", NoAnswer.class),
                arguments(200, "{\"prices\":[[1,2", NoAnswer.class),
                arguments(200, "{\"prices\":{\"a\":1}}", NoAnswer.class),
                arguments(200, "{\"prices\":[[1,\"dear\"]]}", NoAnswer.class),
                arguments(200, "", NoAnswer.class));
    }

    @ParameterizedTest
    @CsvSource({
        "1,1",
        "60,60",
        "119,119",
        "86400,86400",
        "86401,86400",
        "99999999999999999999,86400",
        "-1,60",
        ",60",
        "soon,60",
        "'Mon, 23 Nov 2026 10:02:00 GMT',120",
        "'Mon, 23 Nov 2026 09:00:00 GMT',0",
        "'Wed, 25 Nov 2026 10:00:00 GMT',86400"
    })
    void retryAfterIsThePauseAskedFor(String header, long seconds) {
        var thrown = assertThrows(RateLimited.class, () -> read(429, header, flat(429)));

        assertEquals(Duration.ofSeconds(seconds), thrown.pause());
    }

    @Test
    void aPauseThatCountsAsADayIsReportedAsAskedFor() {
        var thrown = assertThrows(RateLimited.class, () -> read(429, "90000", flat(429)));

        assertEquals("CoinGecko asks to wait for 90000 s, which counts as a day (status 429)", thrown.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void whyDaysAreNotServedIsTold(NotServed.Reason reason) {
        var answers = Map.of(
                NotServed.Reason.UNKNOWN_COIN, new Answer(404, null, AT, "{\"error\":\"coin not found\"}"),
                NotServed.Reason.BEYOND_PLAN, new Answer(401, null, AT, wrapped(10012)),
                NotServed.Reason.NOT_ACCEPTED, new Answer(422, null, AT, "{\"error\":\"invalid date\"}"));

        var thrown = assertThrows(NotServed.class, () -> read(answers.get(reason)));

        assertEquals(reason, thrown.reason());
    }

    @Test
    void theMessageSaysWhatCoinGeckoSaid() {
        var thrown = assertThrows(NotServed.class, () -> read(404, null, "{\"error\":\"coin not found\"}"));

        assertEquals("bitcoin in May: coin not found", thrown.getMessage());
    }

    @Test
    void aConfigurationErrorSaysWhichKeysToCheck() {
        var thrown = assertThrows(Misconfigured.class, () -> read(400, null, wrapped(10010)));

        assertTrue(thrown.getMessage().contains("ecoin.coingecko.plan"), thrown.getMessage());
    }

    private static MarketChart read(int status, String retryAfter, String body) {
        return read(new Answer(status, retryAfter, AT, body));
    }

    private static MarketChart read(Answer answer) {
        return new CoinGeckoAnswers(Answer.reader(new ObjectMapper()))
                .read(answer, MarketChart.class, "bitcoin in May");
    }

    private static String flat(int code) {
        return "{\"status\":{\"error_code\":" + code + ",\"error_message\":\"You've done it.\"}}";
    }

    private static String wrapped(int code) {
        return "{\"error\":" + flat(code) + "}";
    }
}
