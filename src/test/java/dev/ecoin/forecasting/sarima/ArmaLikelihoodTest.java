package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArmaLikelihoodTest {

    private static double[] noise(int n, long seed) {
        var random = new Random(seed);
        var series = new double[n];
        double last = 0;
        for (int t = 0; t < n; t++) {
            last = 0.5 * last + random.nextGaussian();
            series[t] = 3 + last;
        }
        return series;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(1,0,0)",
                "(0,0,1)",
                "(3,0,2)",
                "(1,0,1)(1,0,1)7",
                "(2,0,2)(1,0,1)7",
                "(0,0,1)(0,0,1)12",
                "(2,0,3)(2,0,2)4",
                "(4,0,1)(1,0,0)3",
                "(0,0,0)(1,0,1)24",
                "(1,0,1)(0,0,1)90",
                "(0,0,1)(1,0,1)100"
            })
    void analyticGradientEqualsCentralDifferences(String text) {
        var order = SarimaOrder.parse(text);
        for (int n : new int[] {6, 40, 600}) {
            for (double regressor : new double[] {0, 1}) {
                var polynomials = new ArmaPolynomials(order);
                var objective =
                        new ProfileObjective(polynomials, new ArmaLikelihood(polynomials, noise(n, 7), regressor));
                var random = new Random(3);
                var x = random.doubles(objective.dimension(), -1.5, 1.5).toArray();
                var gradient = new double[x.length];
                objective.value(x);
                objective.gradient(gradient);
                for (int i = 0; i < x.length; i++) {
                    var up = x.clone();
                    var down = x.clone();
                    up[i] += 1e-5;
                    down[i] -= 1e-5;
                    double difference = (objective.value(up) - objective.value(down)) / 2e-5;
                    assertEquals(
                            difference,
                            gradient[i],
                            1e-4 * Math.max(1, Math.abs(difference)),
                            "n " + n + ", parameter " + i + " of " + Arrays.toString(x));
                }
            }
        }
    }

    /** The Kalman filter computes the same likelihood by another recursion, so the values must agree. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(0,0,0)",
                "(1,0,0)",
                "(0,0,1)",
                "(3,0,2)",
                "(1,1,1)(1,0,1)7",
                "(2,1,2)(1,0,1)7",
                "(0,1,1)(0,1,1)12",
                "(2,2,3)(2,0,2)4",
                "(1,0,0)(0,1,1)24",
                "(0,1,1)(0,1,1)100",
                "(1,0,0)(1,0,1)120"
            })
    void equalsTheKalmanFilter(String text) {
        var order = SarimaOrder.parse(text);
        for (double spread : new double[] {0.3, 1, 2.5}) {
            var values = noise(300, 11);
            var polynomials = new ArmaPolynomials(order);
            var map = new StationaryMap(order);
            var factors = new double[order.coefficients()];
            var random = new Random(5);
            map.coefficients(random.doubles(factors.length, -spread, spread).toArray(), factors);
            polynomials.expand(factors);
            Constant constant = Constant.standard(order);
            double fast = new ArmaLikelihood(
                            polynomials, ArmaPolynomials.difference(values, order), constant.regressor(1))
                    .value(Double.NaN);
            double slow = new DiffuseLikelihood(polynomials, values, constant).value(Double.NaN);

            assertEquals(slow, fast, 1e-7 * Math.abs(slow), "at " + Arrays.toString(factors));
        }
    }

    @Test
    void firstOrderMovingAverageWithUnitRootIsExact() {
        // With theta = 1 the innovation variance is (t + 1) / t exactly (Brockwell and Davis 1991, ch. 5.2).
        var polynomials = new ArmaPolynomials(SarimaOrder.of(0, 0, 1));
        polynomials.expand(new double[] {1});
        double[] series = noise(50, 2);
        double sum = 0;
        double logs = 0;
        double predicted = 0;
        double variance = 2;
        for (int t = 0; t < series.length; t++) {
            variance = (t + 2.0) / (t + 1.0);
            double innovation = series[t] - predicted;
            sum += innovation * innovation / variance;
            logs += Math.log(variance);
            predicted = innovation / variance;
        }
        double expected = 25 * Math.log(sum / 50) + 0.5 * logs;

        assertEquals(expected, new ArmaLikelihood(polynomials, series, 0).value(Double.NaN), 1e-10);
    }
}
