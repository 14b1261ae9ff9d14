package dev.ecoin.forecasting.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.series.DailySeries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PastModelsTest {

    private static final LocalDate START = LocalDate.of(2024, 1, 1);
    private static final BaselineForecaster NAIVE =
            BaselineForecaster.of(Baseline.Method.NAIVE, 7).calibratedIntervals();

    private static DailySeries walk(int days, int... missing) {
        var random = new Random(3);
        var level = new double[] {7};
        var values = IntStream.range(0, days)
                .mapToDouble(i -> Math.exp(level[0] += 0.02 * random.nextGaussian()))
                .toArray();
        for (int day : missing) {
            values[day] = Double.NaN;
        }
        return DailySeries.of(START, values);
    }

    private static Map<LocalDate, Double> quantiles(DailySeries series, LocalDate from, LocalDate to) {
        var found = new HashMap<LocalDate, Double>();
        PastModels.replay(NAIVE, series, from, to, day -> {
            assertEquals(day.day(), day.model().origin());
            assertFalse(day.known().end().isAfter(day.day()));
            found.put(day.day(), day.model().distribution(5).quantile(0.9));
        });
        return found;
    }

    @Test
    void aDayIsForecastFromTheDaysUpToItAlone() {
        var all = walk(500);
        var last = START.plusDays(399);
        var known = all.between(START, last);

        assertEquals(quantiles(known, START, last), quantiles(all, START, last));
    }

    @Test
    void aDaysForecastDoesNotDependOnWhereTheReplayBegins() {
        var series = walk(500);
        var last = START.plusDays(420);
        var early = quantiles(series, START.plusDays(250), last);

        var late = quantiles(series, START.plusDays(301), last);

        assertEquals(120, late.size());
        late.forEach((day, quantile) -> assertEquals(quantile, early.get(day), day.toString()));
    }

    @Test
    void daysWithoutAPriceOrWithTooFewBeforeThemAreLeftOut() {
        var series = walk(300, 250, 251, 252);
        var days = new ArrayList<LocalDate>();
        PastModels.replay(NAIVE, series, START, series.end(), day -> days.add(day.day()));

        assertEquals(START.plusDays(PastModels.FEWEST_DAYS - 1L), days.get(0));
        assertEquals(300 - PastModels.FEWEST_DAYS + 1 - 3, days.size());
        assertFalse(days.contains(START.plusDays(251)));
        assertTrue(days.contains(START.plusDays(253)));
    }
}
