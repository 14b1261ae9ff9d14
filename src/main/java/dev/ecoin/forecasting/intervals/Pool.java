package dev.ecoin.forecasting.intervals;

import dev.ecoin.forecasting.series.DailySeries;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the moves of several coins tell together, and a single history too little of: how much trends widen the limits, how
 * large moves are on each day of the week and altogether, and how far they fall from the size expected. Immutable; arrays are
 * shared.
 */
public final class Pool {

    /** Fewer coins say less than the constants that the service comes with. */
    public static final int FEWEST_COINS = 6;

    /** More coins would add nothing but time. */
    public static final int MOST_COINS = 100;

    /** A coin of the pool has so many daily moves at least: a year of days. */
    public static final int FEWEST_MOVES = 365;

    /** Of the service itself: no coin's own weekdays and moves are drawn anywhere. */
    public static final Pool SHIPPED = new Pool(null, TrendEffects.SHIPPED, null, Tails.USUAL, Double.NaN);

    /**
     * Which pool it is.
     *
     * @param id of the row that keeps it
     * @param estimatedOn a UTC date
     * @param coins how many
     */
    public record Version(long id, LocalDate estimatedOn, int coins) {
        @Override
        public String toString() {
            return "pool " + id + " of " + estimatedOn + ", from " + coins + " coins";
        }
    }

    /**
     * The figures of a pool.
     *
     * @param trendEffects on the logarithm of the expected size 1, 3, 7, 14 and 30 days ahead, of the trends over about 8, 40
     *     and 120 days and then of their absolute values
     * @param trendMeans of the same six
     * @param weekdays relative size of a move, Monday first
     * @param tails logarithms of quantiles of absolute errors over their expected size, {@code [horizon][coverage]}: 1, 2, 3,
     *     5, 7, 10, 14, 21, 30, 45, 60 and 90 days ahead; 50, 80, 95 and 99%
     * @param usualMove geometric mean, over the coins, of the usual absolute daily log return
     */
    public record Figures(
            double[][] trendEffects, double[] trendMeans, double[] weekdays, double[][] tails, double usualMove) {}

    private final Version version;
    private final TrendEffects trends;
    private final WeekdaySizes weekdays;
    private final Tails tails;
    private final double logUsualMove;

    private Pool(Version version, TrendEffects trends, WeekdaySizes weekdays, Tails tails, double logUsualMove) {
        this.version = version;
        this.trends = trends;
        this.weekdays = weekdays;
        this.tails = tails;
        this.logUsualMove = logUsualMove;
    }

    /**
     * A pool that was estimated.
     *
     * @throws IllegalArgumentException if the figures are not those of a pool
     */
    public static Pool of(Version version, Figures figures) {
        var tails = new Tails(figures.tails());
        if (tails.longest() != CalibratedIntervals.LONGEST_HORIZON || !(figures.usualMove() > 0)) {
            throw new IllegalArgumentException("not the figures of a pool");
        }
        return new Pool(
                version,
                new TrendEffects(figures.trendEffects(), figures.trendMeans()),
                WeekdaySizes.of(figures.weekdays()),
                tails,
                Math.log(figures.usualMove()));
    }

    /**
     * Estimates a pool from daily prices.
     *
     * @param coins by name; of those without a year of moves, and of those pegged to what the prices are in, nothing is learnt
     * @return empty if fewer than {@value #FEWEST_COINS} are left
     */
    public static Optional<Estimate> estimate(Map<String, DailySeries> coins) {
        return PoolEstimator.estimate(coins, FEWEST_COINS);
    }

    /**
     * What came of an estimation.
     *
     * @param coins that it learnt from, ascending
     * @param moves how many daily moves of them
     */
    public record Estimate(List<String> coins, long moves, Figures figures) {}

    /** Empty for the constants that the service comes with. */
    public Optional<Version> version() {
        return Optional.ofNullable(version);
    }

    TrendEffects trends() {
        return trends;
    }

    /** Empty if each coin's weekdays are its own. */
    Optional<WeekdaySizes> weekdays() {
        return Optional.ofNullable(weekdays);
    }

    Tails tails() {
        return tails;
    }

    /**
     * The logarithm of the usual absolute innovation of a coin like the others.
     *
     * @param scale standard deviation of an innovation, in log returns; NaN if the model is not of logarithms
     * @return NaN if it is not known
     */
    double logUsualSize(double scale) {
        return logUsualMove - Math.log(scale);
    }
}
