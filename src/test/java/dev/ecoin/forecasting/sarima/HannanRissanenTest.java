package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HannanRissanenTest {

    private static double[] simulated(SarimaOrder order, int n, double... factors) {
        var polynomials = new ArmaPolynomials(order);
        polynomials.expand(factors);
        var random = new Random(17);
        var e = new double[n + 500];
        var y = new double[n + 500];
        for (int t = 0; t < y.length; t++) {
            e[t] = random.nextGaussian();
            y[t] = e[t];
            for (int lag : polynomials.arLags) {
                y[t] += lag <= t ? polynomials.phi[lag - 1] * y[t - lag] : 0;
            }
            for (int lag : polynomials.maLags) {
                y[t] += lag <= t ? polynomials.theta[lag - 1] * e[t - lag] : 0;
            }
        }
        return java.util.Arrays.copyOfRange(y, 500, y.length);
    }

    @Test
    void mixedModelIsFoundNearTheTruth() {
        var order = SarimaOrder.parse("(2,0,1)");
        double[] truth = {0.5, 0.3, 0.6};
        assertArrayEquals(truth, HannanRissanen.start(simulated(order, 4000, truth), true, order), 0.08);
    }

    /** The regression omits cross products, so only small factors are estimated close to their true values. */
    @Test
    void seasonalFactorsAreFoundRoughly() {
        var order = SarimaOrder.parse("(1,0,0)(0,0,1)7");
        double[] truth = {0.3, 0.4};
        assertArrayEquals(truth, HannanRissanen.start(simulated(order, 4000, truth), false, order), 0.15);
    }

    @Test
    void autoregressionIsOrdinaryLeastSquares() {
        var order = SarimaOrder.parse("(1,0,0)");
        double[] y = {1, 2, -1, 3, 0.5, -2, 1};
        double product = 0;
        double square = 0;
        for (int t = 1; t < y.length; t++) {
            product += y[t] * y[t - 1];
            square += y[t - 1] * y[t - 1];
        }
        assertEquals(product / square, HannanRissanen.start(y, false, order)[0], 1e-14);
    }

    @Test
    void tooShortOrDegenerateSeriesHaveNoStart() {
        assertNull(HannanRissanen.start(new double[] {1, 2, 1, 3}, false, SarimaOrder.parse("(1,0,1)(1,0,1)7")));
        assertNull(HannanRissanen.start(new double[50], false, SarimaOrder.parse("(1,0,1)")));
    }
}
