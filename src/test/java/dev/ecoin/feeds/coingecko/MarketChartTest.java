package dev.ecoin.feeds.coingecko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.feeds.DailyPoint;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarketChartTest {

    private static final long DAY = 86_400_000;
    private static final long HOUR = 3_600_000;
    private static final LocalDate FIRST = LocalDate.of(2026, 5, 1);
    private static final long START = FIRST.toEpochDay() * DAY;

    @Test
    void dailyPointsAreTheDaysSnapshots() throws Exception {
        var chart = chart("[[%d,1.5],[%d,2.5]]", "[[%d,10],[%d,20]]", "[[%d,100],[%d,200]]", START, START + DAY);

        assertEquals(
                List.of(point(0, "1.5", "10", "100"), point(1, "2.5", "20", "200")),
                chart.daily(FIRST, FIRST.plusDays(1)));
    }

    @Test
    void ofHourlyPointsTheFirstWithinAnHourOfMidnightCounts() throws Exception {
        var chart = chart(
                "[[%d,1],[%d,2],[%d,3],[%d,4]]",
                "[]",
                "[]",
                START + 37_000,
                START + HOUR - 1,
                START + HOUR,
                // The second day's first point is too late to be its snapshot.
                START + DAY + HOUR);

        assertEquals(List.of(point(0, "1", null, null)), chart.daily(FIRST, FIRST.plusDays(1)));
    }

    @Test
    void arraysAreJoinedByTimeAndNullsLeftOut() throws Exception {
        var chart = chart(
                "[[%1$d,1],[%2$d,null],[%3$d,3],null,[]]",
                "[[%3$d,30]]", "[[%1$d,null],[%2$d,200],[%3$d,300]]", START, START + DAY, START + 2 * DAY);

        assertEquals(
                List.of(point(0, "1", null, null), point(2, "3", "30", "300")), chart.daily(FIRST, FIRST.plusDays(2)));
    }

    @Test
    void daysOutsideTheRangeSuchAsTodaysLivePointAreLeftOut() throws Exception {
        var chart = chart("[[%d,1],[%d,2],[%d,3]]", "[]", "[]", START - DAY, START, START + DAY);

        assertEquals(List.of(point(0, "2", null, null)), chart.daily(FIRST, FIRST));
    }

    @Test
    void tinyPricesKeepTheirDigits() throws Exception {
        var chart = chart("[[%d,1.234567890123e-12]]", "[]", "[]", START);

        assertEquals(
                "0.000000000001234567890123",
                chart.daily(FIRST, FIRST).get(0).price().toPlainString());
    }

    @Test
    void aBodyWithoutPricesIsNoChart() throws Exception {
        var chart = new ObjectMapper().readValue("{\"market_caps\":[]}", MarketChart.class);

        assertThrows(IllegalArgumentException.class, () -> chart.daily(FIRST, FIRST));
    }

    private static MarketChart chart(String prices, String caps, String volumes, Object... millis)
            throws JsonProcessingException {
        var body = "{\"prices\":" + prices.formatted(millis) + ",\"market_caps\":" + caps.formatted(millis)
                + ",\"total_volumes\":" + volumes.formatted(millis) + "}";
        return new ObjectMapper().readValue(body, MarketChart.class);
    }

    private static DailyPoint point(int day, String price, String cap, String volume) {
        return new DailyPoint(FIRST.plusDays(day), new BigDecimal(price), decimal(cap), decimal(volume));
    }

    private static BigDecimal decimal(String value) {
        return value == null ? null : new BigDecimal(value);
    }
}
