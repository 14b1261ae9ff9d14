package dev.ecoin.forecasting.decomposition;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StlTest {

    /** A decomposition by R's {@code stl}. */
    private record Reference(String series, Stl stl, List<double[]> rows) {

        double[] column(ToDoubleFunction<double[]> column) {
            return rows.stream().mapToDouble(column).toArray();
        }

        @Override
        public String toString() {
            return series + " by " + stl;
        }
    }

    static List<Reference> references() throws IOException {
        var references = new LinkedHashMap<String, Reference>();
        try (var reader = new BufferedReader(
                new InputStreamReader(StlTest.class.getResourceAsStream("stl.csv"), StandardCharsets.UTF_8))) {
            reader.lines().skip(2).map(line -> line.split(",")).forEach(field -> references
                    .computeIfAbsent(String.join(",", Arrays.copyOf(field, 4)), key -> {
                        var stl = new Stl(
                                Integer.parseInt(field[1]), Integer.parseInt(field[2]), Boolean.parseBoolean(field[3]));
                        return new Reference(field[0], stl, new ArrayList<>());
                    })
                    .rows
                    .add(Arrays.stream(field, 4, 7)
                            .mapToDouble(Double::parseDouble)
                            .toArray()));
        }
        return List.copyOf(references.values());
    }

    /**
     * Robust cases have odd length, because for even length R passes two ranks in the wrong order to its partial sort.
     */
    @ParameterizedTest
    @MethodSource("references")
    void componentsAreThoseOfR(Reference reference) {
        var components = reference.stl.decompose(reference.column(row -> row[0]));

        assertArrayEquals(
                reference.column(row -> row[1]),
                components.trend(),
                1e-9 * reference.rows.get(0)[0]);
        assertArrayEquals(
                reference.column(row -> row[2]),
                components.seasonal(),
                1e-9 * reference.rows.get(0)[0]);
    }

    @Property(tries = 300, seed = "20260101")
    void componentsAddUpToTheSeriesWhateverIsMissing(
            @ForAll @IntRange(min = 1, max = 120) int n,
            @ForAll @DoubleRange(min = 0, max = 0.95) double missing,
            @ForAll @DoubleRange(min = 0, max = 5) double size,
            @ForAll @IntRange(min = 2, max = 12) int period,
            @ForAll boolean robust,
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        var random = new Random(seed);
        double[] values = series(n, t -> 11 + size * random.nextGaussian());
        for (int t = 1; t < n; t++) {
            values[t] = random.nextDouble() < missing ? Double.NaN : values[t];
        }

        var components = new Stl(period, 7, robust).decompose(values);

        for (int t = 0; t < n; t++) {
            double sum = components.trend(t) + components.seasonal(t) + components.remainder(t);
            assertEquals(values[t], sum, 1e-12, "point " + t);
            assertTrue(Double.isFinite(components.trend(t)), "trend at " + t);
            assertTrue(Double.isFinite(components.seasonal(t)), "seasonal at " + t);
        }
    }

    @ParameterizedTest
    @CsvSource({"false,", "true,", "true,3"})
    void aLineWithAPatternIsRecoveredAlsoWhereDaysAreMissing(boolean robust, Integer gaps) {
        double[] pattern = {0.03, -0.01, 0, 0.02, -0.05, 0.04, -0.03};
        double[] values = series(140, t -> 5 + 0.01 * t + pattern[t % 7]);
        if (gaps != null) {
            new Random(gaps).ints(40, 0, 140).forEach(t -> values[t] = Double.NaN);
            Arrays.fill(values, 60, 80, Double.NaN);
        }

        var components = new Stl(7, 53, robust).decompose(values);

        double[] line = series(140, t -> 5 + 0.01 * t);
        double tolerance = robust ? 2e-3 : 1e-2;
        assertArrayEquals(line, components.trend(), tolerance);
        assertArrayEquals(series(140, t -> pattern[t % 7]), components.seasonal(), tolerance);
        assertTrue(components.seasonalStrength() > 0.99);
        assertTrue(components.trendStrength() > 0.99);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aConstantIsAllTrend(boolean robust) {
        var components = new Stl(7, 53, robust).decompose(series(100, t -> 3.25));

        assertArrayEquals(series(100, t -> 3.25), components.trend(), 1e-11);
        assertArrayEquals(new double[100], components.seasonal(), 1e-11);
        assertArrayEquals(new double[100], components.remainder(), 1e-11);
    }

    @Test
    void aJumpOfOneDayIsRemainderIfRobust() {
        double[] values = series(200, t -> 0.01 * Math.sin(t));
        values[100] += 1;

        var plain = new Stl(7, 53, false).decompose(values);
        var robust = new Stl(7, 53, true).decompose(values);

        assertTrue(plain.remainder(100) < 0.9, "bends the plain trend: " + plain.remainder(100));
        assertEquals(1, robust.remainder(100), 0.02);
    }

    @Test
    void lessThanTwoPeriodsTellNoSeason() {
        var short13 = new Stl(7, 53, true).decompose(series(13, t -> t % 7));
        var long14 = new Stl(7, 53, true).decompose(series(14, t -> t % 7));

        assertArrayEquals(new double[13], short13.seasonal());
        assertTrue(Math.abs(long14.seasonal(3)) + Math.abs(long14.seasonal(6)) > 1);
    }

    @Test
    void aPhaseThatIsNeverObservedTakesItsNeighboursPattern() {
        double[] values = series(70, t -> t % 7 == 2 ? Double.NaN : 100 + (t % 7 < 2 ? 1 : 0));

        var components = new Stl(7, 53, false).decompose(values);

        assertEquals(components.seasonal(29), components.seasonal(30), 0.05);
        assertEquals(Double.NaN, components.remainder(30));
    }

    @Test
    void whatCannotBeDecomposedIsRefused() {
        var stl = new Stl(7, 53, true);

        assertThrows(IllegalArgumentException.class, () -> stl.decompose(new double[] {Double.NaN}));
        assertThrows(IllegalArgumentException.class, () -> stl.decompose(new double[0]));
        assertThrows(IllegalArgumentException.class, () -> new Stl(1, 53, true));
        assertThrows(IllegalArgumentException.class, () -> new Stl(7, 8, true));
        assertThrows(IllegalArgumentException.class, () -> new Stl(7, 5, true));
    }

    private static double[] series(int n, IntToDoubleFunction value) {
        return IntStream.range(0, n).mapToDouble(value).toArray();
    }
}
