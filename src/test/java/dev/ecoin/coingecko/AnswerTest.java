package dev.ecoin.coingecko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.coingecko.CoinGeckoException.NoAnswer;
import dev.ecoin.coingecko.CoinGeckoException.NotServed;
import dev.ecoin.coingecko.CoinGeckoException.RateLimited;
import dev.ecoin.coingecko.CoinGeckoException.Refused;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies as in CoinGecko's documentation and its clients' issue trackers. */
class AnswerTest {

    @ParameterizedTest
    @MethodSource
    void errorsAreToldApartByWhatCanBeDone(int status, String body, Class<? extends CoinGeckoException> meaning) {
        var thrown = assertThrows(meaning, () -> read(status, null, body));

        assertFalse(thrown.getMessage().contains("\n"), thrown.getMessage());
    }

    static Stream<Arguments> errorsAreToldApartByWhatCanBeDone() {
        return Stream.of(
                arguments(404, "{\"error\":\"coin not found\"}", NotServed.class),
                arguments(422, "{\"error\":\"invalid vs_currency\"}", NotServed.class),
                arguments(401, wrapped(10012), NotServed.class),
                arguments(401, wrapped(10005), Refused.class),
                arguments(401, flat(10002), Refused.class),
                arguments(400, wrapped(10010), Refused.class),
                arguments(400, flat(10011), Refused.class),
                arguments(401, "Unauthorized", Refused.class),
                arguments(429, flat(10006), Refused.class),
                arguments(200, wrapped(10006), Refused.class),
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
    @CsvSource({"1,1", "60,60", "119,119", "86400,86400", ",60", "soon,60"})
    void retryAfterIsThePauseAskedFor(String header, long seconds) {
        var thrown = assertThrows(RateLimited.class, () -> read(429, header, flat(429)));

        assertEquals(Duration.ofSeconds(seconds), thrown.pause());
    }

    @Test
    void theMessageSaysWhatCoinGeckoSaid() {
        var thrown = assertThrows(NotServed.class, () -> read(404, null, "{\"error\":\"coin not found\"}"));

        assertEquals("bitcoin in May: coin not found", thrown.getMessage());
    }

    @Test
    void aConfigurationErrorSaysWhichKeysToCheck() {
        var thrown = assertThrows(Refused.class, () -> read(400, null, wrapped(10010)));

        assertTrue(thrown.getMessage().contains("ecoin.coingecko.plan"), thrown.getMessage());
    }

    private static MarketChart read(int status, String retryAfter, String body) {
        var reader = Answer.reader(new ObjectMapper());
        return new Answer(status, retryAfter, body).read(reader, MarketChart.class, "bitcoin in May");
    }

    private static String flat(int code) {
        return "{\"status\":{\"error_code\":" + code + ",\"error_message\":\"You've done it.\"}}";
    }

    private static String wrapped(int code) {
        return "{\"error\":" + flat(code) + "}";
    }
}
