package dev.ecoin.forecasting.paths;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathEventsTest {

    private static final double NONE_ABOVE = Double.POSITIVE_INFINITY;
    private static final double NONE_BELOW = Double.NEGATIVE_INFINITY;

    /** Three paths: one rises and falls back, one falls, one stays. */
    private static final double[][] PRICES = {{110, 90, 100}, {130, 80, 100}, {104, 85, 100}};

    @Test
    void aBoundIsTouchedOnAnyDayAndAlsoExactly() {
        assertEquals(1, PathEvents.touching(PRICES, 130, NONE_BELOW).count());
        assertEquals(0, PathEvents.touching(PRICES, 130.01, NONE_BELOW).count());
        assertEquals(1, PathEvents.touching(PRICES, NONE_ABOVE, 80).count());
        assertEquals(2, PathEvents.touching(PRICES, 120, 80).count());
        assertEquals(3, PathEvents.touching(PRICES, 100, NONE_BELOW).count() + 1);
        assertEquals(3, PathEvents.touching(PRICES, 120, 80).paths());
    }

    @Test
    void aFallIsCountedFromTheHighestPriceBefore() {
        assertArrayEquals(new double[] {1 - 104.0 / 130, 0.2, 0}, PathEvents.drawdowns(100, PRICES), 1e-15);
        assertArrayEquals(
                new double[] {1 - 104 / 150.0, 1 - 80 / 150.0, 1 - 100 / 150.0},
                PathEvents.drawdowns(150, PRICES),
                1e-15);
    }

    @ParameterizedTest
    @CsvSource({"0, 10000, 0.0000999", "10000, 10000, 0.0000999", "5000, 10000, 0.005", "100, 10000, 0.000999"})
    void theErrorOfAShareIsNeverNothing(int count, int paths, double expected) {
        assertEquals(expected, new PathShare(count, paths).standardError(), 0.005 * expected);
    }

    @Test
    void moreEventsThanPathsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new PathShare(2, 1));
        assertThrows(IllegalArgumentException.class, () -> new PathShare(0, 0));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0.25, 2", "0.5, 3", "0.6, 3.4", "1, 9"})
    void quantilesLieBetweenTheValues(double share, double expected) {
        assertEquals(expected, new Quantiles(9, 2, 1, 4, 3).at(share), 1e-12);
    }

    @Test
    void oneValueIsAllItsQuantiles() {
        assertEquals(7, new Quantiles(7).at(0.01));
        assertEquals(7, new Quantiles(7).at(1));
    }
}
