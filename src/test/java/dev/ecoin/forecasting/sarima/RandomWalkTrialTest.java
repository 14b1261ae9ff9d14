package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.intervals.GarchPrices;
import dev.ecoin.forecasting.series.Transform;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RandomWalkTrialTest {

    private static double[] logPrices(long seed) {
        return Transform.LOG.apply(GarchPrices.of(730, seed));
    }

    /** Changes with an autoregressive coefficient of 0.5. */
    private static double[] persistentChanges(int n) {
        var random = new Random(5);
        var values = new double[n];
        double change = 0;
        for (int t = 1; t < n; t++) {
            change = 0.5 * change + random.nextGaussian();
            values[t] = values[t - 1] + change;
        }
        return values;
    }

    @Test
    void amongRandomWalksTheRandomWalkIsNearlyAlwaysChosen() {
        int walks = 0;
        int byInformation = 0;
        for (int seed = 0; seed < 30; seed++) {
            walks += isWalk(Sarima.automatic(logPrices(seed), Selection.of(7))) ? 1 : 0;
            byInformation +=
                    isWalk(Sarima.automatic(logPrices(seed), Selection.of(7).byInformationAlone())) ? 1 : 0;
        }
        assertTrue(walks >= 29, walks + " of 30");
        assertTrue(byInformation < 25, byInformation + " of 30");
    }

    private static boolean isWalk(Sarima process) {
        SarimaOrder order = process.order();
        return order.d() == 1 && order.D() == 0 && process.coefficients().isEmpty();
    }

    @Test
    void aRefusalIsRecorded() {
        for (int seed = 0; seed < 30; seed++) {
            double[] values = logPrices(seed);
            var alone = Sarima.automatic(values, Selection.of(7).byInformationAlone());
            var chosen = Sarima.automatic(values, Selection.of(7));
            boolean refused = isWalk(chosen) && !isWalk(alone);
            assertEquals(refused, chosen.diagnostics().warnings().contains(Diagnostics.Warning.RANDOM_WALK_PREFERRED));
            if (refused) {
                assertTrue(chosen.candidates().stream()
                        .noneMatch(candidate -> candidate.admissible() && candidate.aicc() < chosen.aicc() - 1e-6));
                assertFalse(chosen.candidates().isEmpty());
            } else if (!chosen.diagnostics().warnings().contains(Diagnostics.Warning.SIMPLER_PREFERRED)) {
                assertEquals(alone.order(), chosen.order());
            }
        }
    }

    @Test
    void whatForecastsBetterIsChosen() {
        double[] persistent = persistentChanges(1000);
        assertEquals(1, Sarima.automatic(persistent, Selection.of(1)).order().p());
        assertTrue(isBeaten(persistent, SarimaOrder.of(1, 1, 0)));
        assertFalse(isBeaten(logPrices(1), SarimaOrder.of(1, 1, 0)));

        var weekly = new double[400];
        double[] noise = persistentChanges(400);
        for (int t = 0; t < 400; t++) {
            weekly[t] = 0.3 * noise[t] + 10 * Math.sin(2 * Math.PI * t / 7);
        }
        assertEquals(1, Sarima.automatic(weekly, Selection.of(7)).order().D());
    }

    @Test
    void missingDaysAreNoObstacle() {
        double[] persistent = persistentChanges(1000);
        for (int t = 5; t < 1000; t += 9) {
            persistent[t] = Double.NaN;
        }
        assertTrue(isBeaten(persistent, SarimaOrder.of(1, 1, 0)));
        double[] walk = logPrices(2);
        Arrays.fill(walk, 360, 380, Double.NaN);
        assertFalse(isBeaten(walk, SarimaOrder.of(0, 1, 1)));
    }

    @Test
    void shortSeriesAreLeftToInformation() {
        double[] values = Arrays.copyOf(logPrices(3), 100);
        var alone = Sarima.automatic(values, Selection.of(7).byInformationAlone());
        assertEquals(alone.order(), Sarima.automatic(values, Selection.of(7)).order());
        assertEquals(
                alone.candidates(), Sarima.automatic(values, Selection.of(7)).candidates());
    }

    /** The effect of mean reversion or a season is small over one step and large over seven. */
    @ParameterizedTest
    @CsvSource({
        "199, 1, 0, 0.5, 20",
        "201, 1, 0, 0.5, 20",
        "240, 1, 0, 0.8, 20",
        "150, 1, 0, 0.85, 60",
        "240, 1, 0, 0.9, 60",
        "720, 1, 0, 0.9, 10",
        "240, 7, 2, 0.7, 10",
        "150, 24, 3, 0.9, 10",
        "240, 24, 3, 0.9, 10"
    })
    void whatReturnsToItsMeanOrHasASeasonIsNoRandomWalk(int n, int period, double season, double ar, int series) {
        int walks = 0;
        for (int seed = 0; seed < series; seed++) {
            double[] values = autoregression(n, ar, seed);
            for (int t = 0; t < n; t++) {
                values[t] += season * Math.sin(2 * Math.PI * t / period);
            }
            walks += isRandomWalk(values, period) ? 1 : 0;
        }
        assertTrue(walks <= 0.1 * series, walks + " of " + series);
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 199, 200, 201})
    void whatARandomWalkIsDependsOnNoNumberOfObservations(int n) {
        int walks = 0;
        int ofPrices = 0;
        for (int seed = 0; seed < 100; seed++) {
            walks += isRandomWalk(autoregression(n, 1, seed), 1) ? 1 : 0;
        }
        for (int seed = 0; seed < 20; seed++) {
            ofPrices += isRandomWalk(Transform.LOG.apply(GarchPrices.of(n, seed)), 7) ? 1 : 0;
        }
        assertTrue(walks >= 95, walks + " of 100");
        assertTrue(ofPrices >= 19, ofPrices + " of 20 with changing volatility");
    }

    @Test
    void aSeasonThatNeverChangesIsFittedAsSuch() {
        double[] values = autoregression(240, 0.9, 3);
        for (int t = 0; t < values.length; t++) {
            values[t] += 3 * Math.sin(2 * Math.PI * t / 24);
        }
        var process = Sarima.automatic(values, Selection.of(24));

        assertEquals(1, process.order().D());
        assertEquals(1, process.order().Q());
        var secondDay = Arrays.stream(process.forecast(48).mean()).skip(24).summaryStatistics();
        assertEquals(6, secondDay.getMax() - secondDay.getMin(), 1.5);
    }

    /** Both likelihoods use the observations that count for both, also with gaps. */
    @Test
    void theAdvantageComparesTheSameObservations() {
        double[] values = persistentChanges(300);
        var walk = Sarima.fit(values, SarimaOrder.of(0, 1, 0), Constant.NONE);
        var better = Sarima.fit(values, SarimaOrder.of(1, 1, 0), Constant.NONE);
        assertEquals(walk.aicc() - better.aicc(), RandomWalkTrial.advantage(values, better), 1e-8);

        Arrays.fill(values, 100, 130, Double.NaN);
        values[0] = Double.NaN;
        walk = Sarima.fit(values, SarimaOrder.of(0, 1, 0), Constant.NONE);
        better = Sarima.fit(values, SarimaOrder.of(1, 1, 0), Constant.NONE);
        assertEquals(walk.aicc() - better.aicc(), RandomWalkTrial.advantage(values, better), 1e-8);

        // Near a unit root, an autoregression becomes the random walk.
        double[] random = autoregression(300, 1, 7);
        var near = Sarima.at(random, SarimaOrder.of(1, 0, 0), Constant.NONE, 1 - 1e-9);
        assertEquals(-2, RandomWalkTrial.advantage(random, near), 0.1);
    }

    /** Statistics of {@code lm} in R 4.2.2, the first with White's standard error and a correction of n / (n - 2). */
    @ParameterizedTest
    @CsvSource({
        "Nile, none, -5.562015, -5.646281",
        "lynx, log10, -4.320272, -3.604879",
        "LakeHuron, none, -3.257676, -2.934209",
        "AirPassengers, log, -1.739300, -0.951668"
    })
    void theStatisticsOfAUnitRootAgreeWithR(String series, String transform, double robust, double symmetric) {
        double[] values = ReferenceFit.series(series, transform);
        assertEquals(robust, UnitRoot.dickeyFuller(values), 1e-6);
        assertEquals(symmetric, UnitRoot.weightedSymmetric(values), 1e-6);
    }

    @Test
    void aUnitRootIsSeldomRejectedWhateverTheVolatility() {
        int walks = 0;
        int prices = 0;
        int returning = 0;
        for (int seed = 0; seed < 1_000; seed++) {
            walks += UnitRoot.isRejected(autoregression(240, 1, seed)) ? 1 : 0;
            prices += UnitRoot.isRejected(Transform.LOG.apply(GarchPrices.of(240, seed))) ? 1 : 0;
            returning += UnitRoot.isRejected(autoregression(240, 0.9, seed)) ? 1 : 0;
        }
        assertTrue(walks <= 30 && prices <= 30, walks + " and " + prices + " of 1,000");
        assertTrue(returning >= 920, returning + " of 1,000");
    }

    private static double[] autoregression(int n, double ar, int seed) {
        var random = new Random(seed);
        var values = new double[n];
        double value = ar < 1 ? random.nextGaussian() / Math.sqrt(1 - ar * ar) : 0;
        for (int t = 0; t < n; t++) {
            value = ar * value + random.nextGaussian();
            values[t] = value;
        }
        return values;
    }

    private static boolean isRandomWalk(double[] values, int period) {
        return isWalk(Sarima.automatic(values, Selection.of(period)));
    }

    private static boolean isBeaten(double[] values, SarimaOrder order) {
        return RandomWalkTrial.isBeaten(values, Sarima.fit(values, order, Constant.NONE));
    }
}
