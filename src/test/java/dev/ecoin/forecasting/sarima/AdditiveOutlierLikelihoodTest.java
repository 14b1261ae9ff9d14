package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.optimisation.Bfgs;
import dev.ecoin.forecasting.optimisation.Convergence;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares with the filter with diffuse levels, and the gradient with finite differences. */
class AdditiveOutlierLikelihoodTest {

    private final Random random = new Random(11);

    /** A random walk with a season; the first value is missing, and each other one with a probability. */
    private double[] withGaps(int n, double share) {
        var values = new double[n];
        double level = 0;
        for (int t = 0; t < n; t++) {
            level += random.nextGaussian();
            values[t] = t == 0 || random.nextDouble() < share ? Double.NaN : level + 3 * Math.sin(t);
        }
        return values;
    }

    private static Constant constant(SarimaOrder order) {
        return switch (order.d() + order.D()) {
            case 0 -> Constant.MEAN;
            case 1 -> Constant.DRIFT;
            default -> Constant.NONE;
        };
    }

    private static double regressor(SarimaOrder order, Constant constant) {
        return switch (constant) {
            case NONE -> 0;
            case MEAN -> 1;
            case DRIFT -> order.d() == 1 ? 1 : order.period();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1,0,0,0,0,0,1",
                "2,0,2,0,0,0,1",
                "0,1,1,0,0,0,1",
                "2,1,2,0,0,0,1",
                "0,2,2,0,0,0,1",
                "0,0,0,1,0,0,4",
                "1,1,1,0,1,1,7",
                "1,0,1,1,1,1,12"
            })
    void agreesWithTheFilterAndHasItsGradient(String parts) {
        SarimaOrder order = order(parts);
        for (double share : new double[] {0.02, 0.1, 0.3}) {
            double[] values = withGaps(150, share);
            Constant constant = constant(order);
            var polynomials = new ArmaPolynomials(order);
            var filter = new DiffuseLikelihood(polynomials, values, constant);
            var likelihood = likelihood(order, values, constant, polynomials, filter);
            double[] x = random.doubles(order.coefficients(), -1.2, 1.2).toArray();
            var map = new StationaryMap(order);
            var coefficients = new double[x.length];
            map.coefficients(x, coefficients);
            polynomials.expand(coefficients);
            double value = likelihood.value(Double.NaN);

            assertEquals(filter.value(Double.NaN), value, 1e-6);
            assertEquals(filter.beta(), likelihood.beta(), 1e-6);
            assertEquals(filter.sumOfSquares(), likelihood.sumOfSquares(), 1e-6 * filter.sumOfSquares());
            double[] innovations = filter.standardised();
            int differenced = order.differenced();
            assertArrayEquals(
                    Arrays.copyOfRange(innovations, differenced, innovations.length), likelihood.standardised(), 1e-6);
            var levels = new double[differenced];
            for (int j = 0; j < differenced; j++) {
                int t = values.length - 2 - j;
                levels[j] = SarimaEstimator.interpolated(values)[t] - filter.beta() * constant.regressor(t + 1L);
            }
            FilterState expected = filter.state(levels);
            FilterState state = likelihood.state(levels);
            assertArrayEquals(expected.mean(), state.mean(), 1e-6);
            assertArrayEquals(expected.covariance(), state.covariance(), 1e-6);

            var gradient = new double[x.length];
            assertTrue(likelihood.gradient(gradient));
            for (int i = 0; i < x.length; i++) {
                var moved = coefficients.clone();
                moved[i] += 1e-5;
                polynomials.expand(moved);
                double up = likelihood.value(Double.NaN);
                moved[i] -= 2e-5;
                polynomials.expand(moved);
                double difference = (up - likelihood.value(Double.NaN)) / 2e-5;
                assertEquals(difference, gradient[i], 1e-4 * (1 + Math.abs(difference)));
            }
        }
    }

    /** The product of the diffuse variances of the filter, which absorbs one observation after the other. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"0,1,0,0,0,0,1", "0,2,0,0,0,0,1", "0,1,0,0,1,0,4", "0,1,0,0,1,0,12", "0,0,0,0,2,0,7"})
    void missingLevelsAreDeterminedAsByTheFilter(String parts) {
        SarimaOrder order = order(parts);
        for (double share : new double[] {0.1, 0.5, 0.9}) {
            double[] values = withGaps(60, share);
            double[] delta = ArmaPolynomials.differencing(order);
            var space = new StateSpace(new ArmaPolynomials(order), delta, false);
            space.initialise(new Autocovariance(new ArmaPolynomials(order)));
            double logs = 0;
            for (double value : values) {
                space.predict();
                if (!Double.isNaN(value) && space.update(value, 0)) {
                    logs += 0.5 * Math.log(space.variance);
                }
            }
            InitialLevels levels = InitialLevels.of(values, delta);
            assertEquals(space.diffuseRank, levels.undetermined());
            if (space.diffuseRank == 0) {
                assertEquals(logs, levels.logs(), 1e-6);
            }
        }
    }

    @Test
    void leavesOutliersThatDoNotDieOutToTheFilter() {
        SarimaOrder order = SarimaOrder.of(0, 1, 1);
        double[] values = withGaps(2000, 0.2);
        var polynomials = new ArmaPolynomials(order);
        var filter = new DiffuseLikelihood(polynomials, values, Constant.NONE);
        var likelihood = likelihood(order, values, Constant.NONE, polynomials, filter);

        polynomials.expand(new double[] {-0.999});
        assertEquals(filter.value(Double.NaN), likelihood.value(Double.NaN), 1e-9);
        assertTrue(!likelihood.gradient(new double[1]));
        polynomials.expand(new double[] {-0.5});
        likelihood.value(Double.NaN);
        assertTrue(likelihood.gradient(new double[1]));
    }

    /** All optimisations from 40 random points, on short series with a tenth to a third of the values missing. */
    @Test
    void aFitReachesWhatManyStartsReach() {
        int[][] orders = {{2, 0, 2}, {1, 1, 1}, {3, 1, 1}, {1, 0, 1}, {2, 0, 1}, {0, 1, 2}};
        var fine = new Bfgs(new Convergence(1e-5, 1e-6, 100), 2);
        for (int i = 0; i < 36; i++) {
            int[] o = orders[i % orders.length];
            SarimaOrder order = SarimaOrder.of(o[0], o[1], o[2]);
            Constant constant = Constant.standard(order);
            double[] values = withGaps(60 + 2 * i, 0.1 + 0.2 * (i % 3) / 2);
            var polynomials = new ArmaPolynomials(order);
            var filter = new DiffuseLikelihood(polynomials, values, constant);
            var objective = new ProfileObjective(polynomials, likelihood(order, values, constant, polynomials, filter));
            double best = Double.POSITIVE_INFINITY;
            for (int start = 0; start < 40; start++) {
                double[] x = random.doubles(order.coefficients(), -2, 2).toArray();
                best = Math.min(best, fine.minimise(objective, x).value());
            }
            int n = filter.observations();
            double reached = -best - 0.5 * n * (1 + Math.log(2 * Math.PI));
            double fitted = Sarima.fit(values, order, constant).logLikelihood();
            assertTrue(fitted >= reached - 0.02, order + ": " + fitted + ", but " + reached + " in series " + i);
        }
    }

    private static AdditiveOutlierLikelihood likelihood(
            SarimaOrder order,
            double[] values,
            Constant constant,
            ArmaPolynomials polynomials,
            DiffuseLikelihood filter) {
        double[] filled = ArmaPolynomials.difference(SarimaEstimator.interpolated(values), order);
        double logs =
                InitialLevels.of(values, ArmaPolynomials.differencing(order)).logs();
        return new AdditiveOutlierLikelihood(polynomials, values, filled, regressor(order, constant), logs, filter);
    }

    private static SarimaOrder order(String parts) {
        int[] o = Arrays.stream(parts.split(",")).mapToInt(Integer::parseInt).toArray();
        return new SarimaOrder(o[0], o[1], o[2], o[3], o[4], o[5], o[6]);
    }
}
