package dev.ecoin.forecasting.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DailySeriesTest {

    private static final LocalDate START = LocalDate.of(2024, 2, 28);

    @Test
    void missingDaysAtTheEndsAreDropped() {
        var series = DailySeries.of(START, Double.NaN, 1, Double.NaN, 2, Double.NaN);
        assertEquals(LocalDate.of(2024, 2, 29), series.start());
        assertEquals(LocalDate.of(2024, 3, 2), series.end());
        assertEquals(3, series.size());
        assertEquals(1, series.missing());
    }

    @Test
    void daysWithoutEntryAreMissing() {
        var byDay = new TreeMap<LocalDate, Double>();
        byDay.put(START, 1.0);
        byDay.put(START.plusDays(1), null);
        byDay.put(START.plusDays(3), 4.0);
        var series = DailySeries.of(byDay);
        assertArrayEquals(new double[] {1, Double.NaN, Double.NaN, 4}, series.values());
    }

    @Test
    void valuesAreCopied() {
        double[] values = {1, 2};
        var series = DailySeries.of(START, values);
        values[0] = 9;
        series.values()[1] = 9;
        assertArrayEquals(new double[] {1, 2}, series.values());
    }

    @Test
    void emptyAndInfiniteAreRejected() {
        assertEquals(
                SeriesException.Reason.EMPTY,
                assertThrows(SeriesException.class, () -> DailySeries.of(START, Double.NaN))
                        .reason());
        assertEquals(
                SeriesException.Reason.NOT_FINITE,
                assertThrows(SeriesException.class, () -> DailySeries.of(START, 1, Double.POSITIVE_INFINITY))
                        .reason());
    }

    @Test
    void aPartEndsAtItsObservedDays() {
        var series = DailySeries.of(START, 1, Double.NaN, 3, 4);
        assertEquals(DailySeries.of(START.plusDays(2), 3), series.between(START.plusDays(1), START.plusDays(2)));
        assertEquals(series, series.between(START.minusDays(5), START.plusDays(9)));
        assertEquals(START, series.lastObserved(START.plusDays(1)));
        assertThrows(SeriesException.class, () -> series.between(START.plusDays(1), START.plusDays(1)));
        assertThrows(SeriesException.class, () -> series.between(START.plusDays(4), START.plusDays(9)));
    }
}
