package dev.ecoin.forecasting.intervals;

import dev.ecoin.forecasting.ModelCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Effects of trends over about 8, 40 and 120 days, and of their absolute values, on the logarithm of the expected size
 * of the coming days; see {@link Trend}. Arrays are shared.
 *
 * @param byHorizon {@code [horizon][effect]}, for {@link #HORIZONS}
 * @param means of the trends and their absolute values, subtracted so that the average size does not change
 */
record TrendEffects(double[][] byHorizon, double[] means) {

    static final int SPANS = 3;

    /** Tabulated horizons in days. */
    static final int[] HORIZONS = {1, 3, 7, 14, 30};

    /** Number of effects per horizon. */
    static final int COUNT = 2 * SPANS;

    // Measured on daily prices of 14 coins (aave, apt, avax, bnb, dot, hbar, link, matic, op, pepe, sol, ton, uni, zec)
    // up to mid 2026; equally good on 13 others. bench/trend-constants.sh re-estimates them from any coins.
    static final TrendEffects SHIPPED = new TrendEffects(
            new double[][] {
                {-.0094, .1933, .0662, .3273, .2012, .0023},
                {-.0021, .2228, .0824, .3029, .2275, .0093},
                {.0205, .2454, .0961, .2459, .2592, .0204},
                {.0486, .2545, .1040, .2093, .2469, .0308},
                {.0463, .2599, .1036, .1435, .1941, .0280}
            },
            new double[] {.0045, .0137, .0242, .2557, .1271, .0767});

    TrendEffects {
        if (byHorizon.length != HORIZONS.length || means.length != COUNT) {
            throw new IllegalArgumentException(
                    "not the effects of " + COUNT + " trends at " + HORIZONS.length + " horizons");
        }
        for (double[] effects : byHorizon) {
            if (effects.length != COUNT) {
                throw new IllegalArgumentException(effects.length + " effects instead of " + COUNT);
            }
            for (int k = 0; k < COUNT; k++) {
                // Trends are between -1 and 1; estimated effects rarely exceed 1.
                if (!(Math.abs(effects[k]) <= 10 && Math.abs(means[k]) <= 1)) {
                    throw new IllegalArgumentException("not the effects of trends");
                }
            }
        }
    }

    /** Weighted mean of these effects with weight {@code share} and others with the rest. */
    TrendEffects drawn(double share, TrendEffects others) {
        var drawn = new double[HORIZONS.length][];
        for (int g = 0; g < drawn.length; g++) {
            drawn[g] = drawn(share, byHorizon[g], others.byHorizon[g]);
        }
        return new TrendEffects(drawn, drawn(share, means, others.means));
    }

    private static double[] drawn(double share, double[] own, double[] other) {
        var drawn = new double[own.length];
        Arrays.setAll(drawn, k -> share * own[k] + (1 - share) * other[k]);
        return drawn;
    }

    void write(ByteBuffer buffer) {
        for (double[] effects : byHorizon) {
            ModelCodec.put(buffer, effects);
        }
        ModelCodec.put(buffer, means);
    }

    static TrendEffects read(ByteBuffer buffer) {
        var byHorizon = new double[HORIZONS.length][];
        for (int g = 0; g < byHorizon.length; g++) {
            byHorizon[g] = ModelCodec.doubles(buffer, COUNT);
        }
        return new TrendEffects(byHorizon, ModelCodec.doubles(buffer, COUNT));
    }
}
