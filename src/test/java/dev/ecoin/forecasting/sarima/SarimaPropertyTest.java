package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.series.Transform;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class SarimaPropertyTest {

    @Provide
    Arbitrary<SarimaOrder> orders() {
        return Arbitraries.of(
                        "(0,1,0)",
                        "(1,1,1)",
                        "(2,0,1)",
                        "(1,0,1)(1,0,1)7",
                        "(0,1,1)(0,1,1)4",
                        "(0,2,2)",
                        "(3,1,0)",
                        "(0,0,2)(1,0,0)3",
                        "(1,1,0)(0,0,2)5")
                .map(SarimaOrder::parse);
    }

    /** A stationary, invertible process and a path of it. */
    private record Sample(double[] coefficients, double[] path) {

        static Sample of(SarimaOrder order, int n, long seed) {
            var random = new Random(seed);
            var coefficients = new double[order.coefficients()];
            new StationaryMap(order)
                    .coefficients(random.doubles(coefficients.length, -1.2, 1.2).toArray(), coefficients);
            var white = random.doubles(n, -1, 1).toArray();
            var process = Sarima.at(white, order, Constant.NONE, coefficients);
            return new Sample(coefficients, SimulatedPaths.of(process, n, 1, seed + 1)[0]);
        }
    }

    @Property(tries = 100, seed = "20260101")
    void likelihoodIsEquivariantUnderScale(
            @ForAll("orders") SarimaOrder order,
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
            @ForAll @IntRange(min = -9, max = 9) int exponent) {
        var sample = Sample.of(order, 120, seed);
        double factor = Math.pow(10, exponent);
        double[] scaled =
                Arrays.stream(sample.path).map(value -> factor * value).toArray();
        var one = Sarima.at(sample.path, order, Constant.NONE, sample.coefficients);
        var other = Sarima.at(scaled, order, Constant.NONE, sample.coefficients);

        assertEquals(
                one.logLikelihood() - one.observations() * Math.log(factor),
                other.logLikelihood(),
                1e-8 * (1 + Math.abs(other.logLikelihood())));
        assertEquals(
                factor * one.forecast(9).mean()[8],
                other.forecast(9).mean()[8],
                1e-7 * factor * Math.sqrt(one.sigma2()));
        assertEquals(factor * factor * one.sigma2(), other.sigma2(), 1e-9 * other.sigma2());
    }

    @Property(tries = 40, seed = "20260101")
    void fitIsEquivariantUnderScaleAndShift(
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
            @ForAll @DoubleRange(min = -100, max = 100) double shift,
            @ForAll @DoubleRange(min = 0.01, max = 100) double factor) {
        for (String text : new String[] {"(1,1,0)", "(1,0,0)(1,0,0)4"}) {
            var order = SarimaOrder.parse(text);
            Constant constant = Constant.standard(order);
            var path = Sample.of(order, 100, seed).path;
            double[] moved =
                    Arrays.stream(path).map(value -> factor * value + shift).toArray();
            Prediction one = Sarima.fit(path, order, constant).forecast(5);
            Prediction other = Sarima.fit(moved, order, constant).forecast(5);

            for (int h = 0; h < 5; h++) {
                double error = other.standardError()[h];
                assertEquals(factor * one.mean()[h] + shift, other.mean()[h], 1e-2 * error);
                assertEquals(factor * one.standardError()[h], error, 1e-2 * error);
            }
        }
    }

    @Property(tries = 200, seed = "20260101")
    void parametersRoundTripThroughTheMap(
            @ForAll("orders") SarimaOrder order, @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        var map = new StationaryMap(order);
        var coefficients = new double[order.coefficients()];
        double[] x = new Random(seed).doubles(coefficients.length, -2, 2).toArray();
        map.coefficients(x, coefficients);
        var again = new double[coefficients.length];
        map.coefficients(map.parameters(coefficients), again);
        double[] path = Sample.of(order, 80, seed).path;

        assertArrayEquals(coefficients, again, 1e-6);
        Roots roots = Roots.of(order, coefficients);
        assertTrue(roots.ar() > 0 && roots.ma() > 0);
        double expected = Sarima.at(path, order, Constant.NONE, coefficients).logLikelihood();
        assertEquals(expected, Sarima.at(path, order, Constant.NONE, again).logLikelihood(), 1e-4 * Math.abs(expected));
    }

    @Property(tries = 60, seed = "20260101")
    void intervalsNest(
            @ForAll("orders") SarimaOrder order,
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
            @ForAll @DoubleRange(min = 1, max = 98) double level,
            @ForAll @DoubleRange(min = 0.1, max = 1) double more) {
        var sample = Sample.of(order, 90, seed);
        var model = new SarimaModel(
                LocalDate.of(2025, 1, 1),
                Transform.NONE,
                Sarima.at(sample.path, order, Constant.NONE, sample.coefficients),
                Intervals.GAUSSIAN);
        Forecast forecast = model.forecast(30, level, level + more);
        for (int h = 0; h < 30; h++) {
            assertTrue(forecast.lower(1, h) < forecast.lower(0, h));
            assertTrue(forecast.lower(0, h) < forecast.median(h));
            assertTrue(forecast.median(h) < forecast.upper(0, h));
            assertTrue(forecast.upper(0, h) < forecast.upper(1, h));
        }
    }

    @Property(tries = 40, seed = "20260101")
    void standardErrorsAreThoseOfSimulatedPaths(
            @ForAll("orders") SarimaOrder order, @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        var sample = Sample.of(order, 60, seed);
        sample.path[57] = Double.NaN;
        sample.path[59] = Double.NaN;
        var process = Sarima.at(sample.path, order, Constant.NONE, sample.coefficients);
        int paths = 4000;
        double[][] simulated = SimulatedPaths.of(process, 12, paths, seed);
        Prediction prediction = process.forecast(12);
        for (int h = 0; h < 12; h++) {
            double mean = 0;
            double squares = 0;
            for (double[] path : simulated) {
                double deviation = path[h] - prediction.mean()[h];
                mean += deviation / paths;
                squares += deviation * deviation / paths;
            }
            double error = prediction.standardError()[h];
            // Five standard deviations of the estimates: by chance, about one in 10^6 of these comparisons fails.
            assertEquals(0, mean, 5.5 * error / Math.sqrt(paths));
            assertEquals(1, squares / (error * error), 5.5 * Math.sqrt(2.0 / paths));
        }
    }

    @Property(tries = 30, seed = "20260101")
    void aFitExplainsItsOwnProcessAtLeastAsWellAsTheTruth(
            @ForAll("orders") SarimaOrder order, @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        var sample = Sample.of(order, 150, seed);
        double truth = Sarima.at(sample.path, order, Constant.NONE, sample.coefficients)
                .logLikelihood();
        var fit = Sarima.fit(sample.path, order, Constant.NONE);

        assertTrue(fit.logLikelihood() >= truth - 1e-3, () -> fit.logLikelihood() + " below " + truth);
        Prediction prediction = fit.forecast(20);
        double range = Arrays.stream(sample.path).map(Math::abs).max().orElseThrow();
        for (double mean : prediction.mean()) {
            assertTrue(Math.abs(mean) < 20 * (1 + range));
        }
    }

    @Property(tries = 60, seed = "20260101")
    void advancingEqualsFilteringEverythingWithGaps(
            @ForAll("orders") SarimaOrder order,
            @ForAll @LongRange(min = 0, max = 1_000_000) long seed,
            @ForAll @IntRange(min = 30, max = 70) int cut) {
        var sample = Sample.of(order, 90, seed);
        var random = new Random(seed);
        for (int t = 20; t < 89; t++) {
            if (random.nextInt(6) == 0) {
                sample.path[t] = Double.NaN;
            }
        }
        Prediction advanced = Sarima.at(Arrays.copyOf(sample.path, cut), order, Constant.NONE, sample.coefficients)
                .advance(Arrays.copyOfRange(sample.path, cut, 90))
                .forecast(10);
        Prediction whole = Sarima.at(sample.path, order, Constant.NONE, sample.coefficients)
                .forecast(10);

        double range = 1
                + Arrays.stream(sample.path)
                        .filter(v -> !Double.isNaN(v))
                        .map(Math::abs)
                        .max()
                        .orElseThrow();
        assertArrayEquals(whole.mean(), advanced.mean(), 1e-9 * range);
    }
}
