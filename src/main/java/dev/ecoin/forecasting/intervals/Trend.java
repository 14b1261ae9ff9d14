package dev.ecoin.forecasting.intervals;

import java.nio.ByteBuffer;

/**
 * Effect of the price's recent trends on the expected size of the coming moves. For about 8, 40 and 120 days, a trend
 * is the exponential average of innovations over that of their absolute values, from -1 to 1. The expected size over
 * the next h days is multiplied by
 *
 * <pre>exp(sum b(h) (trend - mean) + sum c(h) (|trend| - mean))</pre>
 *
 * with {@link TrendEffects} measured on other coins, linear in log h between the tabulated horizons and zero after 90
 * days. Immutable.
 */
final class Trend {

    private static final double[] WEIGHTS = {0.12, 0.025, 0.0083};
    private static final int SPANS = TrendEffects.SPANS;

    /** Number of innovations from which the effects apply in full; before that, they are scaled down. */
    private static final int ENOUGH = 120;

    private static final int[] HORIZONS = TrendEffects.HORIZONS;

    /** Horizon at which the effect reaches zero. The fade from 30 days to here is a choice, not a measurement. */
    private static final int LONGEST = 90;

    /** For models calibrated before trends were introduced: no effect on sizes. */
    static final Trend UNKNOWN = new Trend(TrendEffects.SHIPPED, new double[0], new double[0], 0);

    /** The trend before the first innovation, with the built-in effects. */
    static final Trend NONE = new Trend(TrendEffects.SHIPPED, new double[SPANS], new double[SPANS], 0);

    private final TrendEffects effects;
    private final double[] means;
    private final double[] sizes;
    private final long count;

    private Trend(TrendEffects effects, double[] means, double[] sizes, long count) {
        this.effects = effects;
        this.means = means;
        this.sizes = sizes;
        this.count = count;
        for (int k = 0; k < sizes.length; k++) {
            if (!(Math.abs(means[k]) <= sizes[k] * (1 + 1e-9) && sizes[k] < Double.POSITIVE_INFINITY) || count < 0) {
                throw new IllegalArgumentException("not the averages of innovations");
            }
        }
    }

    /** The trend before the first innovation. */
    static Trend before(TrendEffects effects) {
        return effects == TrendEffects.SHIPPED ? NONE : new Trend(effects, new double[SPANS], new double[SPANS], 0);
    }

    TrendEffects appliedEffects() {
        return effects;
    }

    /** The same trend with other effects. */
    Trend with(TrendEffects others) {
        return isKnown() ? new Trend(others, means, sizes, count) : UNKNOWN;
    }

    boolean isKnown() {
        return this != UNKNOWN;
    }

    /** The trend before the first innovation, with the same effects. */
    Trend reset() {
        return isKnown() ? before(effects) : UNKNOWN;
    }

    /** The trend after one more innovation; simple averages until there are enough innovations for exponential ones. */
    Trend next(double innovation) {
        if (!isKnown()) {
            return this;
        }
        var nextMeans = new double[SPANS];
        var nextSizes = new double[SPANS];
        for (int k = 0; k < SPANS; k++) {
            double weight = Math.max(WEIGHTS[k], 1.0 / (count + 1));
            nextMeans[k] = means[k] + weight * (innovation - means[k]);
            nextSizes[k] = sizes[k] + weight * (Math.abs(innovation) - sizes[k]);
        }
        return new Trend(effects, nextMeans, nextSizes, count + 1);
    }

    /** Average innovations over average absolute ones, by span; 0 until the price has moved. */
    double[] trends() {
        var trends = new double[sizes.length];
        for (int k = 0; k < trends.length; k++) {
            trends[k] = sizes[k] > 0 ? means[k] / sizes[k] : 0;
        }
        return trends;
    }

    /** Factor on the expected size over the next {@code daysAhead} days. */
    double factor(int daysAhead) {
        return isKnown() ? Math.exp(at(effects(), daysAhead)) : 1;
    }

    /** Multiplies the expected sizes over the next 1, 2, .. days by their factors. */
    void resize(double[] expected) {
        if (!isKnown()) {
            return;
        }
        double[] byHorizon = effects();
        for (int h = 1; h <= Math.min(expected.length, LONGEST); h++) {
            expected[h - 1] *= Math.exp(at(byHorizon, h));
        }
    }

    /** Log effects by horizon. */
    private double[] effects() {
        double[] trends = trends();
        double share = Math.min(1, (double) count / ENOUGH);
        double[] means = effects.means();
        var result = new double[HORIZONS.length];
        for (int g = 0; g < result.length; g++) {
            double[] effect = effects.byHorizon()[g];
            for (int k = 0; k < SPANS; k++) {
                result[g] += share * effect[k] * (trends[k] - means[k])
                        + share * effect[SPANS + k] * (Math.abs(trends[k]) - means[SPANS + k]);
            }
        }
        return result;
    }

    private static double at(double[] effects, int h) {
        if (h >= LONGEST) {
            return 0;
        }
        int next = 1;
        while (next < HORIZONS.length && HORIZONS[next] < h) {
            next++;
        }
        int to = next < HORIZONS.length ? HORIZONS[next] : LONGEST;
        double effect = next < HORIZONS.length ? effects[next] : 0;
        double share = Math.log((double) h / HORIZONS[next - 1]) / Math.log((double) to / HORIZONS[next - 1]);
        return effects[next - 1] + share * (effect - effects[next - 1]);
    }

    void write(ByteBuffer buffer) {
        buffer.put((byte) sizes.length);
        for (int k = 0; k < sizes.length; k++) {
            buffer.putDouble(means[k]).putDouble(sizes[k]);
        }
        buffer.putLong(count);
    }

    static Trend read(ByteBuffer buffer) {
        int spans = buffer.get();
        if (spans != 0 && spans != SPANS) {
            throw new IllegalArgumentException("trends over " + spans + " spans");
        }
        var means = new double[spans];
        var sizes = new double[spans];
        for (int k = 0; k < spans; k++) {
            means[k] = buffer.getDouble();
            sizes[k] = buffer.getDouble();
        }
        long count = buffer.getLong();
        return spans == 0 ? UNKNOWN : new Trend(TrendEffects.SHIPPED, means, sizes, count);
    }
}
