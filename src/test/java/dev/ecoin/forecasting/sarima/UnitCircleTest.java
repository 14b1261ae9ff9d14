package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Short series with missing values whose likelihood has its maximum at moving-average roots on the unit circle. They are
 * series of {@code bench/gapped-fits.sh}.
 */
class UnitCircleTest {

    /** The log-likelihoods are the best of 40 random starts. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"(2,0,2) 30 0.3 7 -40.05857", "(2,0,2) 150 0.3 4 -159.55242"})
    void aFitReachesWhatManyStartsReach(String order, int length, double missing, int number, double reached) {
        double[] values = series(new SplittableRandom(31L * number + length), length, missing);

        double fitted =
                Sarima.fit(values, SarimaOrder.parse(order), Constant.NONE).logLikelihood();

        assertTrue(fitted >= reached - 0.02, fitted + ", but " + reached + " from random starts");
    }

    private static double[] series(SplittableRandom random, int length, double missing) {
        double ar = random.nextDouble(-1, 1);
        double ma = random.nextDouble(-1, 1);
        var values = new double[length];
        double value = 0;
        double last = 0;
        for (int t = 0; t < length; t++) {
            double shock = random.nextGaussian();
            value = ar * value + shock + ma * last;
            last = shock;
            values[t] = value + 0.5 * Math.sin(2 * Math.PI * t / 7);
        }
        for (int t = 1; t < length - 1; t++) {
            if (random.nextDouble() < missing) {
                values[t] = Double.NaN;
            }
        }
        return values;
    }
}
