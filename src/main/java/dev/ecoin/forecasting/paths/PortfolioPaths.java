package dev.ecoin.forecasting.paths;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Value of a portfolio along simulated price paths. Immutable. */
public final class PortfolioPaths {

    private final double value;
    /** {@code [holding]}: present value. */
    private final double[] parts;
    /** {@code [day][path]}: value of all holdings. */
    private final double[][] values;
    /** {@code [holding][path]}: value on the last day. */
    private final double[][] lastParts;

    private PortfolioPaths(double[] parts, double[][] values, double[][] lastParts) {
        this.parts = parts;
        this.value = Arrays.stream(parts).sum();
        this.values = values;
        this.lastParts = lastParts;
    }

    /**
     * Values constant holdings.
     *
     * @param paths prices, one series for each holding
     * @param amounts amount of each holding
     * @param prices present price of each holding
     * @throws IllegalArgumentException if the lengths differ
     */
    public static PortfolioPaths of(PricePaths paths, double[] amounts, double[] prices) {
        if (amounts.length != paths.size() || prices.length != paths.size()) {
            throw new IllegalArgumentException(
                    paths.size() + " series, " + amounts.length + " amounts and " + prices.length + " prices");
        }
        var parts = new double[amounts.length];
        var values = new double[paths.horizon()][paths.paths()];
        var lastParts = new double[amounts.length][];
        for (int i = 0; i < amounts.length; i++) {
            parts[i] = amounts[i] * prices[i];
            double[][] simulated = paths.prices(i);
            for (int day = 0; day < values.length; day++) {
                for (int path = 0; path < values[day].length; path++) {
                    values[day][path] += amounts[i] * simulated[day][path];
                }
            }
            double amount = amounts[i];
            lastParts[i] = Arrays.stream(simulated[values.length - 1])
                    .map(price -> amount * price)
                    .toArray();
        }
        return new PortfolioPaths(parts, values, lastParts);
    }

    /** Present value of all holdings. */
    public double value() {
        return value;
    }

    /** Present value of one holding. */
    public double value(int holding) {
        return parts[holding];
    }

    /** Quantiles of the value on day {@code i}, counted from 0. */
    public Quantiles quantiles(int i) {
        return new Quantiles(values[i]);
    }

    /**
     * Tail risk of the loss on the last day.
     *
     * @param level coverage in percent, strictly between 0 and 100: 95 for the worst 5% of paths
     * @throws IllegalArgumentException if the level is out of range
     */
    public TailRisk risk(double level) {
        if (!(level > 0 && level < 100)) {
            throw new IllegalArgumentException("level must be between 0 and 100, not " + level);
        }
        double[] last = values[values.length - 1];
        int worst = Math.max(1, (int) Math.round((1 - level / 100) * last.length));
        int[] tail = IntStream.range(0, last.length)
                .boxed()
                .sorted(Comparator.comparingDouble(path -> last[path]))
                .limit(worst)
                .mapToInt(path -> path)
                .toArray();
        var contributions = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            double mean = 0;
            for (int path : tail) {
                mean += lastParts[i][path] / worst;
            }
            contributions[i] = parts[i] - mean;
        }
        double quantile = quantiles(values.length - 1).at(1 - level / 100);
        return new TailRisk(value - quantile, Arrays.stream(contributions).sum(), contributions);
    }

    /**
     * Losses in units of value; negative values are gains.
     *
     * @param valueAtRisk loss that is exceeded with probability 1 - level
     * @param expectedShortfall mean of the losses at least as large as the value at risk
     * @param contributions of each holding to the expected shortfall; they add up to it (Tasche 1999, Risk
     *     contributions and performance measurement)
     */
    public record TailRisk(double valueAtRisk, double expectedShortfall, double[] contributions) {

        public TailRisk {
            contributions = contributions.clone();
        }

        @Override
        public double[] contributions() {
            return contributions.clone();
        }
    }
}
