package dev.ecoin.forecasting.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.baseline.Baseline.Method;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.SeriesException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BaselineTest {

    private static final double NA = Double.NaN;

    @Test
    void naiveStaysAtTheLastValue() {
        var naive = Baseline.fit(new double[] {1, 3, 2, 4}, Method.NAIVE, 1);

        assertArrayEquals(new double[] {4, 4, 4}, naive.mean(3));
        // Squared changes 4, 1, 4 over three steps.
        assertEquals(Math.sqrt(3 * 9 / 3.0), naive.standardError(3)[2], 1e-12);
    }

    @Test
    void driftGoesOnAtTheMeanChange() {
        var drift = Baseline.fit(new double[] {1, 3, 2, 4}, Method.DRIFT, 1);

        assertArrayEquals(new double[] {5, 6}, drift.mean(2), 1e-12);
        // Residuals 1, -2, 1; Hyndman and Athanasopoulos (2021), table 5.2, T = 4.
        assertEquals(Math.sqrt(6 / 2.0) * Math.sqrt(2 * (1 + 2 / 3.0)), drift.standardError(2)[1], 1e-12);
    }

    @Test
    void seasonalNaiveRepeatsTheSeason() {
        var seasonal = Baseline.fit(new double[] {1, 2, 3, 2, 4, 6, 5}, Method.SEASONAL_NAIVE, 3);

        assertArrayEquals(new double[] {4, 6, 5, 4, 6, 5}, seasonal.mean(6));
        double sigma = Math.sqrt((1 + 4 + 9 + 9) / 4.0);
        assertEquals(sigma, seasonal.standardError(4)[2], 1e-12);
        assertEquals(sigma * Math.sqrt(2), seasonal.standardError(4)[3], 1e-12);
    }

    @Test
    void meanIsFlat() {
        var mean = Baseline.fit(new double[] {1, NA, 3}, Method.MEAN, 1);

        assertArrayEquals(new double[] {2, 2}, mean.mean(2), 1e-12);
        assertEquals(Math.sqrt(2) * Math.sqrt(1.5), mean.standardError(1)[0], 1e-12);
    }

    @Test
    void aGapCountsAsItsLengthInSteps() {
        var gap = Baseline.fit(new double[] {1, NA, NA, NA, 5}, Method.NAIVE, 1);
        assertEquals(2, gap.sigma(), 1e-12);

        var trailing = Baseline.fit(new double[] {1, 3, 5, NA}, Method.DRIFT, 1);
        assertEquals(9, trailing.mean(1)[0], 1e-12);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void advancingKeepsParametersAndMovesTheState(Method method) {
        double[] values = {1, 2, 4, 2, 3, 6, 3, 5, 7};
        var whole = Baseline.fit(values, method, 3);
        var advanced = Baseline.fit(Arrays.copyOf(values, 7), method, 3)
                .advance(values[7])
                .advance(values[8]);
        if (method != Method.MEAN) {
            assertArrayEquals(whole.levels(), advanced.levels());
        }
        assertArrayEquals(whole.ages(), advanced.ages());
        assertTrue(advanced.advance(NA).standardError(3)[0] >= advanced.standardError(3)[0]);
    }

    @Test
    void impossibleFitsSayWhy() {
        assertEquals(SeriesException.Reason.EMPTY, reason(Method.NAIVE, NA));
        assertEquals(SeriesException.Reason.TOO_SHORT, reason(Method.DRIFT, 1));
        assertEquals(SeriesException.Reason.TOO_SHORT, reason(Method.SEASONAL_NAIVE, 1, NA, 2));
    }

    private static SeriesException.Reason reason(Method method, double... values) {
        return assertThrows(SeriesException.class, () -> Baseline.fit(values, method, 2))
                .reason();
    }

    @Test
    void dailyModelsKnowTheirOrigin() {
        var start = LocalDate.of(2024, 1, 1);
        var model = BaselineForecaster.of(Method.NAIVE, 1).fit(DailySeries.of(start, 10, 20, 10));
        var later = model.advance(DailySeries.of(start.plusDays(4), 40));

        assertEquals(start.plusDays(2), model.origin());
        assertEquals(10, model.forecast(1).median(0), 1e-12);
        assertEquals(start.plusDays(4), later.origin());
        assertEquals(40, later.forecast(2, 80).median(1), 1e-12);
        assertTrue(model.fallback().isEmpty());
    }

    @Test
    void innovationsAreOneStepErrorsOverTheirStandardDeviations() {
        var naive = Baseline.fit(new double[] {1, 3, NA, 2, 4}, Method.NAIVE, 1);
        double sigma = Math.sqrt((4 + 1 / 2.0 + 4) / 3);
        assertArrayEquals(
                new double[] {NA, 2 / sigma, NA, -1 / Math.sqrt(2) / sigma, 2 / sigma},
                naive.innovations(new double[] {1, 3, NA, 2, 4}),
                1e-12);

        var seasonal = Baseline.fit(new double[] {1, 2, 3, 2, 4, 6, 5}, Method.SEASONAL_NAIVE, 3);
        double seasonalSigma = Math.sqrt((1 + 4 + 9 + 9) / 4.0);
        assertArrayEquals(
                new double[] {NA, NA, NA, 1 / seasonalSigma, 2 / seasonalSigma, 3 / seasonalSigma, 3 / seasonalSigma},
                seasonal.innovations(new double[] {1, 2, 3, 2, 4, 6, 5}),
                1e-12);

        var mean = Baseline.fit(new double[] {1, 2, 3, 6}, Method.MEAN, 1);
        assertEquals(3 / mean.sigma(), mean.innovations(new double[] {1, 2, 3, 6})[3], 1e-12);
        assertArrayEquals(
                new double[] {NA, NA, NA},
                Baseline.fit(new double[] {5, 5, 5}, Method.NAIVE, 1).innovations(new double[] {5, 5, 5}));
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void innovationsGoOnWhereTheStateStands(Method method) {
        double[] values = {1, 3, NA, 2, 4, 3, 5, NA, NA, 4, 6};
        var whole = Baseline.fit(values, method, 2);
        var begun = Baseline.restore(method, whole.sigma(), whole.slope(), whole.span(), whole.levels(), whole.ages());
        var newer = new ArrayList<Double>();
        begun.advance(new double[] {NA, 5, 7}, newer::add);
        double[] longer = Arrays.copyOf(values, values.length + 3);
        longer[11] = NA;
        longer[12] = 5;
        longer[13] = 7;
        double[] all = whole.innovations(longer);
        assertEquals(3, newer.size());
        for (int t = 0; t < 3; t++) {
            assertEquals(all[all.length - 3 + t], newer.get(t), 1e-12);
        }
    }

    @Test
    void responsesAreThoseOfTheMethod() {
        double[] values = {1, 2, 3, 2, 4, 6, 5};
        assertArrayEquals(
                new double[] {1, 1, 1, 1}, Baseline.fit(values, Method.NAIVE, 1).responses(4));
        assertArrayEquals(
                new double[] {1, 0, 0, 1},
                Baseline.fit(values, Method.SEASONAL_NAIVE, 3).responses(4));
        assertArrayEquals(
                new double[] {1, 0, 0, 0}, Baseline.fit(values, Method.MEAN, 1).responses(4));
    }
}
