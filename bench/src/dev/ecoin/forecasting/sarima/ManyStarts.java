package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.optimisation.Bfgs;
import dev.ecoin.forecasting.optimisation.Convergence;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Fits given orders to simulated series with missing values, and maximises the same likelihood from many random points.
 * Exits with status 1 if a fit ends lower than the best of them by more than 0.02.
 */
final class ManyStarts {

    private static final List<String> ORDERS = List.of(
            "(1,0,1)",
            "(1,1,1)",
            "(2,0,1)",
            "(2,0,2)",
            "(2,1,2)",
            "(1,0,0)(1,0,1)7",
            "(0,1,1)(0,1,1)7",
            "(1,0,1)(0,1,1)7",
            "(1,1,1)(0,1,1)7",
            "(2,1,1)(0,1,1)7");

    private static final List<Integer> LENGTHS = List.of(30, 45, 70, 100, 150);
    private static final List<Double> MISSING = List.of(0.1, 0.3);
    private static final double TOLERANCE = 0.02;
    /** Bound of the random points, in the unconstrained parameters of {@link StationaryMap}. */
    private static final double WITHIN = 3;

    private static final Bfgs CLIMB = new Bfgs(new Convergence(1e-6, 1e-7, 100), 2);

    private ManyStarts() {}

    /** Arguments: number of series of each length and share of missing values, and number of random points. */
    public static void main(String[] arguments) {
        int series = Integer.parseInt(arguments[0]);
        int points = Integer.parseInt(arguments[1]);
        int fits = 0;
        int low = 0;
        for (String order : ORDERS) {
            for (int length : LENGTHS) {
                for (double missing : MISSING) {
                    fits += series;
                    low += low(order, length, missing, series, points);
                }
            }
        }
        System.out.printf(
                Locale.ROOT, "%d fits, %d lower by more than %.2f than %d random starts%n", fits, low, TOLERANCE, points);
        if (low > 0) {
            System.exit(1);
        }
    }

    /** Prints the fits that end lower, and returns their number. */
    private static int low(String text, int length, double missing, int series, int points) {
        var order = SarimaOrder.parse(text);
        int low = 0;
        for (int number = 0; number < series; number++) {
            var random = new SplittableRandom(31L * number + length);
            double[] values = series(random, length, missing, order.d());
            double behind = reached(values, order, points, random)
                    - Sarima.fit(values, order, Constant.NONE).logLikelihood();
            if (behind > TOLERANCE) {
                low++;
                System.out.printf(
                        Locale.ROOT,
                        "%s, %d values, %.0f%% missing, series %d: %.3f lower%n",
                        text, length, 100 * missing, number, behind);
            }
        }
        return low;
    }

    /** An ARMA(1,1) process with a small weekly wave, summed if it is to be differenced. */
    private static double[] series(SplittableRandom random, int length, double missing, int d) {
        double ar = random.nextDouble(-1, 1);
        double ma = random.nextDouble(-1, 1);
        var values = new double[length];
        double value = 0;
        double level = 0;
        double last = 0;
        for (int t = 0; t < length; t++) {
            double shock = random.nextGaussian();
            value = ar * value + shock + ma * last;
            last = shock;
            level += value;
            values[t] = (d == 1 ? level : value) + 0.5 * Math.sin(2 * Math.PI * t / 7);
        }
        for (int t = 1; t < length - 1; t++) {
            if (random.nextDouble() < missing) {
                values[t] = Double.NaN;
            }
        }
        return values;
    }

    /** The highest log-likelihood. */
    private static double reached(double[] values, SarimaOrder order, int points, SplittableRandom random) {
        var polynomials = new ArmaPolynomials(order);
        double[] differenced = ArmaPolynomials.difference(SarimaEstimator.interpolated(values), order);
        var levels = InitialLevels.of(values, ArmaPolynomials.differencing(order));
        var diffuse = new DiffuseLikelihood(polynomials, values, Constant.NONE);
        var likelihood =
                new AdditiveOutlierLikelihood(polynomials, values, differenced, 0, levels.logs(), diffuse);
        var objective = new ProfileObjective(polynomials, likelihood);
        double lowest = Double.POSITIVE_INFINITY;
        for (int point = 0; point < points; point++) {
            double[] start = random.doubles(order.coefficients(), -WITHIN, WITHIN).toArray();
            lowest = Math.min(lowest, CLIMB.minimise(objective, start).value());
        }
        return -lowest - 0.5 * likelihood.observations() * (1 + Math.log(2 * Math.PI));
    }
}
