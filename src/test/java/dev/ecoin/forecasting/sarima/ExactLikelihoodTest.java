package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with the density of a multivariate normal distribution, with a covariance from impulse responses. */
class ExactLikelihoodTest {

    private static final int RESPONSES = 40_000;

    /** Autocovariances by brute force: sums of products of impulse responses. */
    private static double[] autocovariances(double[] phi, double[] theta, int lags) {
        var psi = new double[RESPONSES];
        for (int t = 0; t < RESPONSES; t++) {
            double sum = t == 0 ? 1 : t <= theta.length ? theta[t - 1] : 0;
            for (int k = 1; k <= Math.min(t, phi.length); k++) {
                sum += phi[k - 1] * psi[t - k];
            }
            psi[t] = sum;
        }
        var gamma = new double[lags];
        for (int lag = 0; lag < lags; lag++) {
            for (int t = 0; t + lag < RESPONSES; t++) {
                gamma[lag] += psi[t] * psi[t + lag];
            }
        }
        return gamma;
    }

    /** Concentrated log-likelihood of observations with a covariance known up to a factor. */
    private static double logLikelihood(double[] y, double[][] covariance) {
        int n = y.length;
        var l = new double[n][n];
        var z = new double[n];
        double logs = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = covariance[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
            }
            double sum = y[i];
            for (int k = 0; k < i; k++) {
                sum -= l[i][k] * z[k];
            }
            z[i] = sum / l[i][i];
            logs += Math.log(l[i][i]);
            squares += z[i] * z[i];
        }
        return -0.5 * n * (1 + Math.log(2 * Math.PI * squares / n)) - logs;
    }

    private static double[] noise(int n, long seed) {
        var random = new Random(seed);
        return random.doubles(n, -1, 1).toArray();
    }

    private static ArmaPolynomials polynomials(SarimaOrder order, double[] coefficients) {
        var polynomials = new ArmaPolynomials(order);
        polynomials.expand(coefficients);
        return polynomials;
    }

    static final String CASES = """
            (1,0,0); 0.6
            (1,0,0); 0.999
            (2,0,0); 1.99,-0.999
            (0,0,2); 0.4,-0.5
            (1,0,1); 0.99,-0.98
            (1,0,1); -0.95,0.99999
            (3,0,2); 0.5,-0.3,0.2,0.4,0.3
            (1,0,1)(1,0,1)7; 0.5,-0.3,0.97,-0.9
            (2,0,2)(1,0,1)7; 1.2,-0.6,-0.7,0.3,-0.95,0.94
            (0,0,1)(0,0,1)12; -0.4,-0.56
            (1,0,0)(1,0,0)24; 0.3,0.9
            (0,0,1)(1,0,1)52; 0.3,0.8,-0.5
            (1,0,1)(0,0,1)366; 0.8,0.3,0.4
            (1,0,0)(1,0,0)366; 0.5,0.6
            """;

    @ParameterizedTest
    @CsvSource(textBlock = CASES, delimiter = ';')
    void stationaryLikelihoodIsThatOfTheNormalDensity(String text, String numbers) {
        var order = SarimaOrder.parse(text);
        double[] coefficients = Arrays.stream(numbers.split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
        var polynomials = polynomials(order, coefficients);
        for (int n : new int[] {coefficients.length + 1, 30, 150}) {
            double[] y = noise(n, n);
            double[] gamma = autocovariances(
                    Arrays.copyOf(polynomials.phi, polynomials.arDegree),
                    Arrays.copyOf(polynomials.theta, polynomials.maDegree),
                    n);
            var covariance = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    covariance[i][j] = gamma[Math.abs(i - j)];
                }
            }
            double expected = logLikelihood(y, covariance);

            double actual = Sarima.at(y, order, Constant.NONE, coefficients).logLikelihood();
            assertEquals(expected, actual, 1e-6 * Math.abs(expected), "n = " + n);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES, delimiter = ';')
    void missingValuesAreIntegratedOut(String text, String numbers) {
        var order = SarimaOrder.parse(text);
        if (order.period() > 60) {
            return;
        }
        double[] coefficients = Arrays.stream(numbers.split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
        var polynomials = polynomials(order, coefficients);
        double[] y = noise(80, 3);
        for (int t = 0; t < 80; t++) {
            if (t % 5 == 2 || t > 40 && t < 50 || t == 0) {
                y[t] = Double.NaN;
            }
        }
        int[] present = IntStream.range(0, 80).filter(t -> !Double.isNaN(y[t])).toArray();
        double[] gamma = autocovariances(
                Arrays.copyOf(polynomials.phi, polynomials.arDegree),
                Arrays.copyOf(polynomials.theta, polynomials.maDegree),
                80);
        var observed = new double[present.length];
        var covariance = new double[present.length][present.length];
        for (int i = 0; i < present.length; i++) {
            observed[i] = y[present[i]];
            for (int j = 0; j < present.length; j++) {
                covariance[i][j] = gamma[Math.abs(present[i] - present[j])];
            }
        }
        double expected = logLikelihood(observed, covariance);

        double actual = Sarima.at(y, order, Constant.NONE, coefficients).logLikelihood();
        assertEquals(expected, actual, 1e-6 * Math.abs(expected));
    }

    /** With d = 1, the diffuse likelihood is the density of the changes between successive observations. */
    @ParameterizedTest
    @CsvSource(textBlock = CASES, delimiter = ';')
    void diffuseLikelihoodWithGapsIsThatOfTheChanges(String text, String numbers) {
        var stationary = SarimaOrder.parse(text);
        if (stationary.period() > 60) {
            return;
        }
        var order = new SarimaOrder(
                stationary.p(), 1, stationary.q(), stationary.P(), 0, stationary.Q(), stationary.period());
        double[] coefficients = Arrays.stream(numbers.split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
        var polynomials = polynomials(order, coefficients);
        double[] y = noise(70, 5);
        for (int t = 0; t < 70; t++) {
            if (t < 3 || t % 4 == 1 || t > 30 && t < 44) {
                y[t] = Double.NaN;
            }
        }
        int[] present = IntStream.range(0, 70).filter(t -> !Double.isNaN(y[t])).toArray();
        double[] gamma = autocovariances(
                Arrays.copyOf(polynomials.phi, polynomials.arDegree),
                Arrays.copyOf(polynomials.theta, polynomials.maDegree),
                80);
        int n = present.length - 1;
        var changes = new double[n];
        var covariance = new double[n][n];
        for (int i = 0; i < n; i++) {
            changes[i] = y[present[i + 1]] - y[present[i]];
            for (int j = 0; j < n; j++) {
                for (int a = present[i] + 1; a <= present[i + 1]; a++) {
                    for (int b = present[j] + 1; b <= present[j + 1]; b++) {
                        covariance[i][j] += gamma[Math.abs(a - b)];
                    }
                }
            }
        }
        double expected = logLikelihood(changes, covariance);

        double actual = Sarima.at(y, order, Constant.NONE, coefficients).logLikelihood();
        assertEquals(expected, actual, 1e-6 * Math.abs(expected));
    }

    /** Without gaps, the diffuse filter and exact differencing give the same value. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "(1,2,1)",
                "(0,1,1)(0,1,1)7",
                "(1,1,0)(1,1,0)4",
                "(0,2,1)(0,1,0)3",
                "(1,0,0)(0,1,1)12",
                "(0,0,1)(0,2,1)5",
                "(0,1,1)(0,1,1)60"
            })
    void differencingEqualsTheDiffuseFilter(String text) {
        var order = SarimaOrder.parse(text);
        var coefficients = new double[order.coefficients()];
        Arrays.fill(coefficients, 0.4);
        var polynomials = polynomials(order, coefficients);
        double[] y = noise(150, 8);
        double fast = new ArmaLikelihood(polynomials, ArmaPolynomials.difference(y, order), 0).value(Double.NaN);
        double slow = new DiffuseLikelihood(polynomials, y, Constant.NONE).value(Double.NaN);

        assertEquals(slow, fast, 1e-9 * Math.abs(slow));
    }

    @Test
    void tenThousandObservationsAgreeWithTheFilter() {
        var order = SarimaOrder.parse("(2,1,2)(1,0,1)7");
        double[] coefficients = {0.7, 0.2, -0.8, -0.15, 0.95, -0.9};
        var polynomials = polynomials(order, coefficients);
        double[] y = noise(10_000, 9);
        double fast = new ArmaLikelihood(polynomials, ArmaPolynomials.difference(y, order), 0).value(Double.NaN);
        double slow = new DiffuseLikelihood(polynomials, y, Constant.NONE).value(Double.NaN);

        assertEquals(slow, fast, 1e-7 * Math.abs(slow));
    }
}
