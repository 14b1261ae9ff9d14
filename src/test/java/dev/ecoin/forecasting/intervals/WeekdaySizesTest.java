package dev.ecoin.forecasting.intervals;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeekdaySizesTest {

    private static final double Z80 = 1.2815515655446004;
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);
    private static final LocalDate SUNDAY = LocalDate.of(2026, 11, 22);

    private static DayOfWeek[] days(int n) {
        return IntStream.range(0, n)
                .mapToObj(t -> MONDAY.plusDays(t).getDayOfWeek())
                .toArray(DayOfWeek[]::new);
    }

    /** Absolute normal values, multiplied by {@code sunday} on Sundays; the first day is a Monday. */
    private static double[] sizes(int n, double sunday, long seed) {
        var random = new Random(seed);
        return IntStream.range(0, n)
                .mapToDouble(t -> Math.abs(random.nextGaussian()) * (t % 7 == 6 ? sunday : 1))
                .toArray();
    }

    @Test
    void aQuietSundayIsFoundAndTheWeekKeepsItsSize() {
        var weekdays = WeekdaySizes.of(sizes(7_000, 0.5, 1), days(7_000));

        double others = Math.sqrt(7 / 6.25);
        assertEquals(0.5 * others, weekdays.on(DayOfWeek.SUNDAY), 0.05);
        assertEquals(others, weekdays.on(DayOfWeek.WEDNESDAY), 0.05);
        double meanSquare = Arrays.stream(DayOfWeek.values())
                .mapToDouble(day -> Math.pow(weekdays.on(day), 2))
                .average()
                .orElseThrow();
        assertEquals(1, meanSquare, 1e-12);
    }

    /**
     * Computed by hand: the sum of squares between the days is 192/7, within them 14, so F is (192/7/6) / (14/49) = 16.
     */
    @Test
    void differencesAreDrawnTowardsNoneByTheirReliability() {
        var sizes = new double[56];
        for (int t = 0; t < sizes.length; t++) {
            double spread = t / 7 % 2 == 0 ? 0.5 : -0.5;
            sizes[t] = (t % 7 == 6 ? 3 : 1) + spread;
        }
        double mean = 9 / 7.0;
        double reliability = 15 / 16.0;
        double sunday = 1 + reliability * (3 / mean - 1);
        double other = 1 + reliability * (1 / mean - 1);

        var weekdays = WeekdaySizes.of(sizes, days(56));

        double scale = Math.sqrt((6 * other * other + sunday * sunday) / 7);
        assertEquals(sunday / scale, weekdays.on(DayOfWeek.SUNDAY), 1e-12);
        assertEquals(other / scale, weekdays.on(DayOfWeek.MONDAY), 1e-12);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void chanceMakesLittleOfAWeekWhoseDaysAreAlike(long seed) {
        var weekdays = WeekdaySizes.of(sizes(700, 1, seed), days(700));
        for (var day : DayOfWeek.values()) {
            assertEquals(1, weekdays.on(day), 0.12, day::toString);
        }
    }

    @Test
    void tooFewOrNoSizesSayNothing() {
        assertSame(WeekdaySizes.ALIKE, WeekdaySizes.of(sizes(55, 0.1, 1), days(55)));
        assertNotSame(WeekdaySizes.ALIKE, WeekdaySizes.of(sizes(56, 0.1, 1), days(56)));
        assertSame(WeekdaySizes.ALIKE, WeekdaySizes.of(new double[0], days(0)));
        assertSame(WeekdaySizes.ALIKE, WeekdaySizes.of(new double[70], days(70)));
        var same = new double[70];
        Arrays.fill(same, 1);
        assertEquals(1, WeekdaySizes.of(same, days(70)).on(DayOfWeek.FRIDAY), 1e-12);
    }

    @Test
    void neitherDeadDaysNorOneJumpRule() {
        double[] dead = sizes(700, 0, 2);
        assertTrue(WeekdaySizes.of(dead, days(700)).on(DayOfWeek.SUNDAY) > 0.15);

        double[] jump = sizes(700, 1, 3);
        jump[6] = 1e6;
        assertEquals(1, WeekdaySizes.of(jump, days(700)).on(DayOfWeek.SUNDAY), 0.12);
    }

    @Test
    void bytesThatAreNoFactorsAreRefused() {
        for (double wrong : new double[] {0, -1, 3, Double.NaN, Double.POSITIVE_INFINITY}) {
            var buffer = ByteBuffer.allocate(64);
            buffer.putDouble(wrong);
            assertThrows(IllegalArgumentException.class, () -> WeekdaySizes.read(buffer.rewind()));
        }
    }

    /** Innovations of the two years up to an origin, small on Sundays. */
    private static CalibratedIntervals quietSundays(LocalDate origin) {
        var random = new Random(5);
        var innovations = new double[730];
        for (int t = 0; t < innovations.length; t++) {
            var day = origin.minusDays(innovations.length - 1L - t).getDayOfWeek();
            innovations[t] = random.nextGaussian() * (day == DayOfWeek.SUNDAY ? 0.4 : 1);
        }
        var responses = new double[CalibratedIntervals.LONGEST_HORIZON];
        Arrays.fill(responses, 1);
        return (CalibratedIntervals) CalibratedIntervals.of(origin, innovations, responses);
    }

    private static double tomorrow(Intervals intervals, LocalDate origin) {
        return intervals.halfWidths(origin, new double[] {1}, Z80)[0];
    }

    @Test
    void theLimitsOfASundayAreNarrow() {
        var intervals = quietSundays(SUNDAY.minusDays(3));

        double sunday = tomorrow(intervals, SUNDAY.minusDays(1));
        double monday = tomorrow(intervals, SUNDAY);

        assertEquals(0.45, sunday / monday, 0.1);
        assertEquals(
                sunday / monday,
                intervals.weekdays().get(DayOfWeek.SUNDAY)
                        / intervals.weekdays().get(DayOfWeek.MONDAY),
                1e-9);
    }

    /** A week has every weekday once, wherever it starts. */
    @Test
    void aWeekAheadIsAsWideFromEveryDay() {
        var intervals = quietSundays(SUNDAY);
        var week = new double[] {1, 1, 1, 1, 1, 1, 1};
        double fromSunday = Math.pow(intervals.halfWidths(SUNDAY, week, Z80)[6], 2);
        for (int day = 1; day < 7; day++) {
            double widthSquared = Math.pow(intervals.halfWidths(SUNDAY.plusDays(day), week, Z80)[6], 2);
            assertEquals(fromSunday, widthSquared, 0.25 * fromSunday);
        }
    }

    /** A size that would be calm for a Tuesday is usual for a Sunday. */
    @Test
    void aQuietSundayIsNoCalm() {
        var intervals = quietSundays(SUNDAY.minusDays(1));
        double usual = Math.sqrt(2 / Math.PI);
        double sunday = intervals.advance(SUNDAY.minusDays(1), 0.4 * usual).agitation();
        double tuesday = intervals.advance(SUNDAY.plusDays(1), 0.4 * usual).agitation();
        assertTrue(sunday > tuesday + 0.01, sunday + " " + tuesday);
    }

    @Test
    void missingDaysAreCountedInTheWeek() {
        var intervals = quietSundays(SUNDAY.minusDays(3));
        var atOnce = intervals.advance(SUNDAY.minusDays(3), Double.NaN, Double.NaN, 0.4);
        var later = intervals.advance(SUNDAY.minusDays(1), 0.4);
        assertEquals(later.agitation(), atOnce.agitation());
    }
}
