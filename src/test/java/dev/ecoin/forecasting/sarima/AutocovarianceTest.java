package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the stationary state covariance with the doubling algorithm for P = T P T' + R R' (Anderson and Moore 1979,
 * ch. 6.7), a sum of positive terms that stays accurate near the unit circle.
 */
class AutocovarianceTest {

    private static double[][] multiply(double[][] a, double[][] b) {
        int n = a.length;
        var c = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }

    private static double[][] transposed(double[][] a) {
        int n = a.length;
        var t = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                t[i][j] = a[j][i];
            }
        }
        return t;
    }

    private static double[][] doubling(ArmaPolynomials polynomials) {
        int r = Math.max(polynomials.arDegree, polynomials.maDegree + 1);
        var transition = new double[r][r];
        var covariance = new double[r][r];
        for (int i = 0; i < r; i++) {
            transition[i][0] = i < polynomials.arDegree ? polynomials.phi[i] : 0;
            if (i + 1 < r) {
                transition[i][i + 1] = 1;
            }
            for (int j = 0; j < r; j++) {
                covariance[i][j] = (i == 0 ? 1 : i <= polynomials.maDegree ? polynomials.theta[i - 1] : 0)
                        * (j == 0 ? 1 : j <= polynomials.maDegree ? polynomials.theta[j - 1] : 0);
            }
        }
        for (int round = 0; round < 45; round++) {
            double[][] more = multiply(multiply(transition, covariance), transposed(transition));
            for (int i = 0; i < r; i++) {
                for (int j = 0; j < r; j++) {
                    covariance[i][j] += more[i][j];
                }
            }
            transition = multiply(transition, transition);
        }
        return covariance;
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    (1,0,0); 0.5; 1e-12
                    (1,0,0); 0.999999; 1e-9
                    (2,0,1); 1.999,-0.9991,0.5; 1e-8
                    (2,0,2); 1.2,-0.3,-0.9,0.4; 1e-11
                    (1,0,1)(1,0,1)7; 0.9,-0.85,0.99,-0.97; 1e-10
                    (2,0,2)(1,0,1)7; 0.733,0.2528,-0.78,-0.19,0.9617,-0.9736; 1e-9
                    (0,0,2)(0,0,1)12; 0.4,0.2,-0.99; 1e-12
                    (1,0,0)(2,0,0)4; 0.3,1.2,-0.21; 1e-8
                    (3,0,0)(1,0,0)12; 0.3,0.2,0.4,0.95; 1e-10
                    """)
    void stateCovarianceEqualsTheDoublingSolution(String text, String numbers, double tolerance) {
        var polynomials = new ArmaPolynomials(SarimaOrder.parse(text));
        polynomials.expand(Arrays.stream(numbers.split(","))
                .mapToDouble(Double::parseDouble)
                .toArray());
        var autocovariance = new Autocovariance(polynomials);
        assertTrue(autocovariance.compute());
        double[][] expected = doubling(polynomials);
        assertState(expected, autocovariance, tolerance);

        var solved = new Autocovariance(polynomials);
        assertTrue(solved.solve());
        assertState(expected, solved, tolerance);
        assertArrayEquals(autocovariance.gamma, solved.gamma, tolerance * autocovariance.gamma[0]);
        assertArrayEquals(autocovariance.psi, solved.psi, 0);
    }

    private static void assertState(double[][] expected, Autocovariance autocovariance, double tolerance) {
        int r = expected.length;
        var actual = new double[r * r];
        autocovariance.state(actual);

        for (int i = 0; i < r; i++) {
            for (int j = 0; j < r; j++) {
                assertEquals(expected[i][j], actual[i * r + j], tolerance * expected[0][0], i + ", " + j);
            }
        }
    }

    @Test
    void aRootOnTheCircleHasNoStationaryState() {
        var polynomials = new ArmaPolynomials(SarimaOrder.parse("(2,0,0)"));
        polynomials.expand(new double[] {0.5, 0.5});
        assertFalse(new Autocovariance(polynomials).compute());
        assertFalse(new Autocovariance(polynomials).solve());
    }
}
