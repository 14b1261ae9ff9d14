package dev.ecoin.forecasting.intervals;

import dev.ecoin.forecasting.series.DailySeries;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Constants estimated jointly from several coins, because a single history is too short for them: how much trends widen
 * the limits, how large moves are by weekday and overall, and the quantiles of errors relative to their expected size.
 * Immutable; arrays are shared.
 */
public final class Pool {

    /** Fewer coins are less informative than the built-in constants. */
    public static final int FEWEST_COINS = 6;

    /** More coins add only computing time. */
    public static final int MOST_COINS = 100;

    /** Minimum number of daily moves of a coin in the pool: one year. */
    public static final int FEWEST_MOVES = 365;

    /** The built-in constants. They leave each coin's own weekday factors and usual move as estimated. */
    public static final Pool SHIPPED = new Pool(null, TrendEffects.SHIPPED, null, Tails.USUAL, Double.NaN);

    /**
     * Identifies a pool.
     *
     * @param id id of the row that stores it
     * @param estimatedOn a UTC date
     * @param coins number of coins
     */
    public record Version(long id, LocalDate estimatedOn, int coins) {
        @Override
        public String toString() {
            return "pool " + id + " of " + estimatedOn + ", from " + coins + " coins";
        }
    }

    /**
     * The estimates of a pool.
     *
     * @param trendEffects effects on the logarithm of the expected size 1, 3, 7, 14 and 30 days ahead, of the trends
     *     over about 8, 40 and 120 days and then of their absolute values
     * @param trendMeans means of the same six
     * @param weekdays relative size of a move, Monday first
     * @param tails logarithms of quantiles of absolute errors over their expected size, {@code [horizon][coverage]}: 1,
     *     2, 3, 5, 7, 10, 14, 21, 30, 45, 60 and 90 days ahead; 50, 80, 95 and 99%
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
     * Pool with stored estimates.
     *
     * @throws IllegalArgumentException if the figures are not valid
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
     * @param coins series by name; coins with less than a year of moves and coins pegged to the quote currency are
     *     skipped
     * @return empty if fewer than {@value #FEWEST_COINS} remain
     */
    public static Optional<Estimate> estimate(Map<String, DailySeries> coins) {
        return PoolEstimator.estimate(coins, FEWEST_COINS);
    }

    /**
     * Result of an estimation.
     *
     * @param coins names of the coins used, ascending
     * @param moves number of their daily moves
     */
    public record Estimate(List<String> coins, long moves, Figures figures) {}

    /** Empty for the built-in constants. */
    public Optional<Version> version() {
        return Optional.ofNullable(version);
    }

    TrendEffects trends() {
        return trends;
    }

    /** Empty if each coin uses weekday factors of its own. */
    Optional<WeekdaySizes> weekdays() {
        return Optional.ofNullable(weekdays);
    }

    Tails tails() {
        return tails;
    }

    /**
     * Logarithm of the usual absolute innovation of a coin like those in the pool.
     *
     * @param scale standard deviation of an innovation, in log returns; NaN if the model is not on log values
     * @return NaN if unknown
     */
    double logUsualSize(double scale) {
        return logUsualMove - Math.log(scale);
    }
}
