package dev.ecoin.forecasting.intervals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalibratedIntervalsTest {

    private static final double Z95 = 1.959963984540054;
    private static final LocalDate ORIGIN = LocalDate.of(2026, 11, 22);

    private static double[] ones(int n) {
        var ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Standard errors of a random walk. */
    private static double[] roots(int horizon) {
        var roots = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            roots[h] = Math.sqrt(h + 1.0);
        }
        return roots;
    }

    private static double[] normal(int n, long seed) {
        var random = new Random(seed);
        return random.doubles(n).map(uniform -> random.nextGaussian()).toArray();
    }

    private static CalibratedIntervals calibrated(double... innovations) {
        return (CalibratedIntervals)
                CalibratedIntervals.of(ORIGIN, innovations, ones(CalibratedIntervals.LONGEST_HORIZON));
    }

    /** Changes of log prices divided by their root mean square. */
    private static double[] changes(int n, long seed) {
        double[] prices = GarchPrices.of(n + 1, seed);
        var changes = new double[n];
        double squares = 0;
        for (int t = 0; t < n; t++) {
            changes[t] = Math.log(prices[t + 1] / prices[t]);
            squares += changes[t] * changes[t];
        }
        double sigma = Math.sqrt(squares / n);
        return Arrays.stream(changes).map(change -> change / sigma).toArray();
    }

    @ParameterizedTest
    @CsvSource({"0.6744897501960817", "1.2815515655446004", "1.959963984540054"})
    void limitsOfNormalErrorsAreNearlyGaussian(double z) {
        var intervals = calibrated(normal(20_000, 1));
        var mean = new double[30];
        double[] newer = normal(1000, 2);
        for (double innovation : newer) {
            intervals = intervals.advance(ORIGIN, innovation);
            double[] widths = intervals.halfWidths(ORIGIN, roots(30), z);
            for (int h = 0; h < mean.length; h++) {
                mean[h] += widths[h] / newer.length;
            }
        }
        for (int h : new int[] {1, 2, 7, 14, 30}) {
            assertEquals(z * Math.sqrt(h), mean[h - 1], 0.05 * z * Math.sqrt(h), "step " + h);
        }
    }

    @Test
    void limitsAreWideInAStormAndNarrowInACalm() {
        var intervals = calibrated(changes(730, 3));
        var big = new double[14];
        Arrays.fill(big, 3);
        var small = new double[14];
        Arrays.fill(small, 0.1);
        double[] before = intervals.halfWidths(ORIGIN, roots(300), Z95);
        double[] storm = intervals.advance(ORIGIN, big).halfWidths(ORIGIN, roots(300), Z95);
        double[] calm = intervals.advance(ORIGIN, small).halfWidths(ORIGIN, roots(300), Z95);

        assertTrue(intervals.advance(ORIGIN, big).agitation() > 1.5
                && intervals.advance(ORIGIN, small).agitation() < 0.7);
        assertTrue(storm[0] > 1.4 * before[0] && calm[0] < 0.8 * before[0]);
        // Far ahead, both have reverted.
        assertEquals(1, storm[299] / before[299], 0.3);
        assertEquals(1, calm[299] / before[299], 0.3);
        assertTrue(storm[299] / before[299] < storm[0] / before[0]);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void widthsGrowWithTheStepsAndWithTheLevelWithoutJumps(long seed) {
        var changes = changes(400, seed);
        var random = new Random(seed);
        var spiked = calibrated(changes).advance(ORIGIN, 25, -random.nextDouble(), 30);
        for (var intervals : new CalibratedIntervals[] {calibrated(changes), spiked}) {
            double[] lower = intervals.halfWidths(ORIGIN, roots(1000), 0.001);
            for (double z = 0.01; z < 6; z += 0.01) {
                double[] upper = intervals.halfWidths(ORIGIN, roots(1000), z);
                for (int h = 0; h < 1000; h++) {
                    assertTrue(upper[h] > lower[h] && (h == 0 || upper[h] >= upper[h - 1]));
                    assertTrue(z < 0.1 || upper[h] < 1.3 * lower[h]);
                }
                lower = upper;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 14, 17, 90, 91, 365, 1000})
    void aDistanceLeadsBackToTheDeviateItCameFrom(int horizon) {
        var intervals = calibrated(changes(730, 5)).advance(ORIGIN, 20, 0.1);
        for (double z : new double[] {0.001, 0.3, 0.7, 1, 1.5, 1.96, 2.3, 3, 6}) {
            double width = intervals.halfWidths(ORIGIN, roots(horizon), z)[horizon - 1];
            assertEquals(z, intervals.deviate(ORIGIN, roots(horizon), width), 1e-9 * z);
        }
        assertEquals(0, intervals.deviate(ORIGIN, roots(horizon), 0));
        assertEquals(0, intervals.halfWidths(ORIGIN, roots(horizon), 0)[horizon - 1]);
    }

    /**
     * Equal sizes, but in one direction for weeks: the limits are wider, by the same amount up and down. With
     * alternating signs they are narrower.
     */
    @Test
    void limitsAreWideAfterWeeksInOneDirection() {
        var intervals = calibrated(changes(730, 3));
        var up = new double[60];
        Arrays.fill(up, 0.7);
        var inTurns = up.clone();
        for (int t = 0; t < inTurns.length; t += 2) {
            inTurns[t] = -0.7;
        }
        var trending = intervals.advance(ORIGIN, up);
        var wavering = intervals.advance(ORIGIN, inTurns);
        assertEquals(wavering.agitation(), trending.agitation(), 1e-12);
        double[] wide = trending.halfWidths(ORIGIN, roots(200), Z95);
        double[] narrow = wavering.halfWidths(ORIGIN, roots(200), Z95);
        for (int h : new int[] {1, 3, 7, 10, 14, 30, 60}) {
            assertEquals(trending.trendFactor(h) / wavering.trendFactor(h), wide[h - 1] / narrow[h - 1], 1e-9);
            assertTrue(trending.trendFactor(h) > 1.15 && wavering.trendFactor(h) < 1);
        }
        assertEquals(1, wide[199] / narrow[199], 1e-9);
    }

    /** The sizes equal those of one long series, wherever calibration stopped. */
    @Test
    void advancingEqualsHavingSeenEverything() {
        double[] changes = changes(900, 8);
        var advanced = calibrated(Arrays.copyOf(changes, 700)).advance(ORIGIN, Arrays.copyOfRange(changes, 700, 900));
        assertEquals(calibrated(changes).agitation(), advanced.agitation(), 1e-12);
    }

    @Test
    void aFewInnovationsLeaveTheUsualQuantiles() {
        double[] few = {1, -1, 0.8, -1.2, 1, -1, 1.1, -0.9};
        var intervals = calibrated(few);
        assertEquals(1, intervals.calibration().longestHorizon());
        assertTrue(intervals.calibration().trials().isEmpty());
        assertEquals(Method.CONDITIONAL, intervals.calibration().method());
        // The usual 95% quantile is exp(1.02) times the mean absolute change; the changes have alternating signs.
        assertEquals(Math.exp(1.02) * intervals.trendFactor(1), intervals.halfWidths(ORIGIN, roots(1), Z95)[0], 0.3);
    }

    @Test
    void theMethodIsChosenByItsScoreOnTheNewerHalf() {
        // The size alternates between blocks of twenty, too fast for averages, which always lag behind.
        var late = new double[1200];
        double[] normal = normal(1200, 4);
        for (int t = 0; t < late.length; t++) {
            late[t] = normal[t] * (t / 10 % 2 == 0 ? 0.3 : 1.7);
        }
        var trials = calibrated(late).calibration().trials();
        assertEquals(1, trials.get(Method.GAUSSIAN.ordinal()).score());
        assertTrue(trials.get(Method.CONSTANT.ordinal()).score()
                < trials.get(Method.CONDITIONAL.ordinal()).score());

        // Averages do follow long volatile and calm periods.
        var storms = new double[1200];
        for (int t = 0; t < storms.length; t++) {
            storms[t] = normal[t] * (t / 150 % 2 == 0 ? 0.2 : 1.5);
        }
        var calibration = calibrated(storms).calibration();
        assertEquals(Method.CONDITIONAL, calibration.method());
        assertTrue(calibration.trials().get(Method.CONDITIONAL.ordinal()).score() < 0.9);
        for (var trial : calibration.trials()) {
            assertTrue(trial.coverage80() < trial.coverage95());
        }
    }

    @Test
    void withoutAnyChangeTheyAreGaussian() {
        assertSame(Intervals.GAUSSIAN, CalibratedIntervals.of(ORIGIN, new double[50], ones(90)));
        assertSame(Intervals.GAUSSIAN, CalibratedIntervals.of(ORIGIN, new double[0], ones(90)));
    }

    @Test
    void deadPeriodsAndSingleJumpsLeaveFiniteLimits() {
        double[] dead = changes(500, 2);
        Arrays.fill(dead, 100, 300, 0);
        Arrays.fill(dead, 480, 500, 0);
        var jump = new double[400];
        jump[0] = 20;
        for (var intervals : new CalibratedIntervals[] {calibrated(dead), calibrated(jump), calibrated(1)}) {
            for (double width : intervals.halfWidths(ORIGIN, roots(1000), Z95)) {
                assertTrue(width > 0 && Double.isFinite(width), intervals + ": " + width);
            }
        }
    }
}
