package dev.ecoin.forecasting.intervals;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrendTest {

    private static Trend after(double... innovations) {
        Trend trend = Trend.NONE;
        for (double innovation : innovations) {
            trend = trend.next(innovation);
        }
        return trend;
    }

    private static Trend steady(double innovation) {
        var innovations = new double[120];
        Arrays.fill(innovations, innovation);
        return after(innovations);
    }

    private static double[] normal(int n, long seed) {
        var random = new Random(seed);
        return random.doubles(n).map(uniform -> random.nextGaussian()).toArray();
    }

    @Test
    void trendsAreAveragesOverAveragesOfAbsoluteValues() {
        assertArrayEquals(new double[] {1, 1, 1}, after(0.5, 2, 1).trends());
        assertArrayEquals(new double[] {-1, -1, -1}, after(-0.5, -2).trends());
        // (1 - 3 + 2) / 6: with three innovations, all spans use simple averages.
        assertArrayEquals(new double[3], after(1, -3, 2).trends(), 1e-15);
        assertArrayEquals(new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, after(2, -1).trends(), 1e-15);
        assertArrayEquals(new double[3], after(0, 0).trends());
        // After 100 innovations, the weight is 0.12 over 8 days and still 0.01 over 120 days.
        var ones = new double[101];
        Arrays.fill(ones, 1);
        ones[100] = -1;
        assertArrayEquals(
                new double[] {1 - 2 * 0.12, 1 - 2 * 0.025, 1 - 2 / 101.0},
                after(ones).trends(),
                1e-12);
    }

    /** Computed by hand from the table: all trends at 1, at -1, and at 0. */
    @Test
    void factorsAreThoseOfTheTable() {
        double means = -.0094 * .0045 + .1933 * .0137 + .0662 * .0242 + .3273 * .2557 + .2012 * .1271 + .0023 * .0767;
        double ofSigned = -.0094 + .1933 + .0662;
        double ofAbsolute = .3273 + .2012 + .0023;
        assertEquals(Math.exp(ofSigned + ofAbsolute - means), steady(1).factor(1), 1e-12);
        assertEquals(Math.exp(-ofSigned + ofAbsolute - means), steady(-1).factor(1), 1e-12);
        assertEquals(Math.exp(-means), steady(0).factor(1), 1e-12);
        // With few innovations, the effect is scaled by their number over 120.
        assertEquals(
                Math.exp(0.25 * (ofSigned + ofAbsolute - means)),
                after(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)
                        .factor(1),
                1e-12);
        assertEquals(1, Trend.NONE.factor(1));
        // Between 7 and 14 days, linear in logarithms.
        double[] sizes = new double[10];
        Arrays.fill(sizes, 1);
        steady(1).resize(sizes);
        double share = Math.log(10 / 7.0) / Math.log(2);
        assertEquals(
                Math.log(steady(1).factor(7)) * (1 - share) + Math.log(steady(1).factor(14)) * share,
                Math.log(sizes[9]),
                1e-12);
    }

    @Test
    void factorsFadeTo90Days() {
        var trend = steady(1);
        double at30 = Math.log(trend.factor(30));
        assertTrue(at30 > 0.3);
        assertEquals(at30 / 2, Math.log(trend.factor(52)), 0.001);
        assertTrue(trend.factor(89) > 1);
        var sizes = new double[1000];
        Arrays.fill(sizes, 3);
        trend.resize(sizes);
        assertEquals(3 * trend.factor(60), sizes[59]);
        for (int h = 90; h <= 1000; h++) {
            assertEquals(1, trend.factor(h));
            assertEquals(3, sizes[h - 1]);
        }
    }

    /**
     * Without a trend in the price, the average size does not change, within the differences between other coins'
     * means.
     */
    @Test
    void factorsOfRandomWalksAverageToOne() {
        Trend trend = Trend.NONE;
        double sum = 0;
        int count = 0;
        for (double innovation : normal(20_000, 1)) {
            trend = trend.next(innovation);
            sum += Math.log(trend.factor(7));
            count++;
        }
        assertEquals(0, sum / count, 0.02);
    }

    @Test
    void anUnknownTrendStaysUnknown() {
        assertSame(Trend.UNKNOWN, Trend.UNKNOWN.next(3).next(4));
        assertSame(Trend.UNKNOWN, Trend.UNKNOWN.reset());
        assertSame(Trend.NONE, after(3).reset());
        assertEquals(1, Trend.UNKNOWN.factor(7));
        var sizes = new double[] {1.25, 2};
        Trend.UNKNOWN.resize(sizes);
        assertArrayEquals(new double[] {1.25, 2}, sizes);
    }

    @Test
    void fieldsComeBackBitForBit() {
        for (Trend trend : new Trend[] {Trend.UNKNOWN, Trend.NONE, after(normal(200, 2))}) {
            var buffer = ByteBuffer.allocate(100);
            trend.write(buffer);
            Trend read = Trend.read(buffer.flip());
            assertFalse(buffer.hasRemaining());
            assertEquals(trend.isKnown(), read.isKnown());
            assertArrayEquals(trend.trends(), read.trends());
            assertArrayEquals(trend.next(0.7).trends(), read.next(0.7).trends());
        }
        var wrong = ByteBuffer.allocate(100);
        wrong.put((byte) 3).putDouble(2).putDouble(1).flip().limit(65);
        assertThrows(IllegalArgumentException.class, () -> Trend.read(wrong));
        assertThrows(IllegalArgumentException.class, () -> Trend.read(ByteBuffer.wrap(new byte[] {2, 0, 0})));
    }
}
