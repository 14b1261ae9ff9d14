package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.series.DailySeries;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random walks with moves of 3% a day, observed only on some days. */
class GappedWalksTest {

    private static final int WALKS = 12;

    @ParameterizedTest
    @CsvSource({"7, 24", "7, 120", "14, 80", "30, 24", "30, 60", "91, 40", "365, 24"})
    void areNotTakenForSmoothCurves(int gap, int observations) {
        for (int seed = 0; seed < WALKS; seed++) {
            double[] prices = walk(observations, gap, seed % 2 == 1, seed);
            var series = DailySeries.of(SarimaModelTest.START, prices);
            double last = prices[prices.length - 1];
            var automatic = SarimaForecaster.automatic(7);
            for (var forecaster : new SarimaForecaster[] {
                automatic, automatic.calibratedIntervals().dailyPrices()
            }) {
                var model = forecaster.fit(series);
                Forecast forecast = model.forecast(90, 95);

                assertTrue(
                        !(model instanceof SarimaModel sarima) || sarima.order().d() < 2);
                assertTrue(forecast.upper(0, 89) < 60 * last && forecast.lower(0, 89) > last / 60, model::toString);
                assertTrue(forecast.upper(0, 89) > 1.1 * last && forecast.lower(0, 89) < last / 1.1);
            }
        }
    }

    /** A random walk in the slope, observed at intervals: a second difference is selected whatever the gaps. */
    @ParameterizedTest
    @CsvSource({"1, 300", "3, 150", "5, 150"})
    void butCurvesAreStillFound(int gap, int observations) {
        int twice = 0;
        for (int seed = 0; seed < WALKS; seed++) {
            var random = new Random(seed);
            var values = new double[(observations - 1) * gap + 1];
            double slope = 0;
            double level = 0;
            for (int t = 0; t < values.length; t++) {
                slope += 0.5 * random.nextGaussian();
                level += slope + random.nextGaussian();
                values[t] = t % gap == 0 ? level : Double.NaN;
            }
            twice += Differencing.ordinary(values, 2, Differencing.TENTH_OF_A_PERCENT) == 2 ? 1 : 0;
        }
        assertTrue(twice > WALKS / 2, twice + " of " + WALKS);
    }

    @ParameterizedTest
    @CsvSource({"1", "7"})
    void logarithmsAreDifferencedTwiceOnlyOnOverwhelmingEvidenceAndFiftyValues(int gap) {
        var random = new Random(5);
        var values = new double[120 * gap];
        Arrays.fill(values, Double.NaN);
        double slope = 0;
        double level = 0;
        for (int t = 0; t < values.length; t++) {
            slope += 0.01 * random.nextGaussian();
            level += slope;
            values[t] = t % gap == 0 ? level : Double.NaN;
        }
        var selection = Selection.of(1).ofLogarithms();

        assertEquals(2, Sarima.automatic(values, selection).order().d());
        assertTrue(Sarima.automatic(Arrays.copyOf(values, 49 * gap), selection)
                        .order()
                        .d()
                < 2);
    }

    private static double[] walk(int observations, int gap, boolean uneven, int seed) {
        var random = new Random(1000L * gap + seed);
        int n = (observations - 1) * gap + 1;
        var prices = new double[n];
        double level = Math.log(100);
        int next = 0;
        for (int t = 0; t < n; t++) {
            prices[t] = t == next || t == n - 1 ? Math.exp(level) : Double.NaN;
            if (t == next) {
                next += uneven ? Math.max(1, (int) (gap * (0.5 + random.nextDouble()))) : gap;
            }
            level += 0.03 * random.nextGaussian();
        }
        return prices;
    }
}
