package dev.ecoin.feeds.coingecko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TermsTest {

    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource({
        "public, https://api.coingecko.com/api/v3,, 10,, 2025-11-24",
        "demo, https://api.coingecko.com/api/v3, x-cg-demo-api-key, 30, 10000, 2025-11-24",
        "pro, https://pro-api.coingecko.com/api/v3, x-cg-pro-api-key, 250,, 2013-04-28"
    })
    void everyPlanHasItsHostKeyHeaderRateCreditsAndHistory(
            String plan, URI url, String keyHeader, int callsPerMinute, Integer callsPerMonth, LocalDate firstDay) {
        var terms = terms(Map.of("ecoin.coingecko.plan", plan));

        assertEquals(url, terms.url());
        assertEquals(keyHeader, terms.keyHeader());
        assertEquals(callsPerMinute, terms.callsPerMinute());
        assertEquals(
                callsPerMonth == null ? OptionalInt.empty() : OptionalInt.of(callsPerMonth), terms.callsPerMonth());
        assertEquals(firstDay, terms.firstDay(TODAY));
    }

    @Test
    void everyTermCanBeConfigured() {
        var terms = terms(Map.of(
                "ecoin.coingecko.plan", "pro",
                "ecoin.coingecko.url", "http://localhost:1/api/v3",
                "ecoin.coingecko.key-header", "x-key",
                "ecoin.coingecko.calls-per-minute", "500",
                "ecoin.coingecko.calls-per-month", "500000",
                "ecoin.coingecko.history-days", "730"));

        assertEquals(
                new Terms(
                        Plan.PRO, URI.create("http://localhost:1/api/v3"), "x-key", 500, OptionalInt.of(500_000), 730),
                terms);
        assertEquals(TODAY.minusDays(729), terms.firstDay(TODAY));
        assertNotEquals(
                terms.name(), terms(Map.of("ecoin.coingecko.plan", "pro")).name());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7, 10, 30, 250, 500, 1000})
    void permitsUseAtLeast95PercentOfTheRateAndLeaveTheNextMinuteRoomForALateCall(int rate) {
        var terms = terms(Map.of("ecoin.coingecko.calls-per-minute", String.valueOf(rate)));

        var span = terms.pace().interval().multipliedBy(rate);

        assertTrue(span.compareTo(MINUTE.plusMillis(1_800)) >= 0, span::toString);
        assertTrue(span.toNanos() * 0.95 <= MINUTE.toNanos(), span::toString);
        assertEquals((int) (60 / 61.9 * rate), terms.pace().callsWithin(MINUTE), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"calls-per-minute", "calls-per-month", "history-days"})
    void aLimitBelowOneIsRefusedByName(String key) {
        var thrown = assertThrows(ConfigValidationException.class, () -> terms(Map.of("ecoin.coingecko." + key, "0")));

        assertTrue(thrown.getMessage().contains("ecoin.coingecko." + key), thrown.getMessage());
    }

    private static Terms terms(Map<String, String> settings) {
        var config = new SmallRyeConfigBuilder()
                .withMapping(CoinGeckoConfig.class)
                .addDiscoveredConverters()
                .withDefaultValues(settings)
                .build();
        return Terms.of(config.getConfigMapping(CoinGeckoConfig.class));
    }
}
