package dev.ecoin.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianQuantileTest {

    /** {@code qnorm} in R 4.2.2. */
    @ParameterizedTest
    @CsvSource({
        "0.001, -3.0902323061678132", "0.1, -1.2815515655446008", "0.6, 0.25334710313579978",
        "0.9, 1.2815515655446008", "0.975, 1.9599639845400536", "1e-30, -11.464024688443617"
    })
    void agreesWithR(double probability, double expected) {
        assertEquals(expected, GaussianQuantile.of(probability), 2e-15 * Math.abs(expected));
    }

    @Test
    void halfWidthIsTheUpperQuantile() {
        assertEquals(1.9599639845400536, GaussianQuantile.halfWidth(95), 1e-14);
    }

    @Test
    void probabilitiesOutsideAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> GaussianQuantile.of(0));
        assertThrows(IllegalArgumentException.class, () -> GaussianQuantile.of(1));
        assertThrows(IllegalArgumentException.class, () -> GaussianQuantile.of(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> GaussianQuantile.halfWidth(0));
    }

    @Test
    void probabilitiesInvertQuantiles() {
        for (double probability : new double[] {1e-12, 1e-5, 0.025, 0.3, 0.5, 0.8, 0.975, 0.99999}) {
            assertEquals(
                    probability,
                    GaussianQuantile.probabilityBelow(GaussianQuantile.of(probability)),
                    1e-12 * probability);
        }
        assertEquals(0, GaussianQuantile.probabilityBelow(Double.NEGATIVE_INFINITY));
        assertEquals(1, GaussianQuantile.probabilityBelow(Double.POSITIVE_INFINITY));
        assertTrue(Double.isNaN(GaussianQuantile.probabilityBelow(Double.NaN)));
    }
}
