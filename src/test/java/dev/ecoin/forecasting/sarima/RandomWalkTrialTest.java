package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.intervals.GarchPrices;
import dev.ecoin.forecasting.series.Transform;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RandomWalkTrialTest {

    private static final SarimaOrder WALK = new SarimaOrder(0, 1, 0, 0, 0, 0, 7);

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
        return process.order().equals(WALK) && process.constant() == Constant.NONE;
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
            } else {
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
        double[] values = Arrays.copyOf(logPrices(3), RandomWalkTrial.FEWEST_OBSERVATIONS - 1);
        var alone = Sarima.automatic(values, Selection.of(7).byInformationAlone());
        assertEquals(alone.order(), Sarima.automatic(values, Selection.of(7)).order());
        assertEquals(
                alone.candidates(), Sarima.automatic(values, Selection.of(7)).candidates());
    }

    private static boolean isBeaten(double[] values, SarimaOrder order) {
        return RandomWalkTrial.isBeaten(values, Sarima.fit(values, order, Constant.NONE));
    }
}
