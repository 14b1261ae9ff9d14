package dev.ecoin.forecasting.paths;

import java.util.Arrays;

/** Quantiles of simulated values by linear interpolation (type 7 of Hyndman and Fan 1996). */
public final class Quantiles {

    private final double[] sorted;

    /** @param values at least one; copied */
    public Quantiles(double... values) {
        sorted = values.clone();
        Arrays.sort(sorted);
    }

    /** The quantile of a probability from 0 to 1. */
    public double at(double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.min(sorted.length - 1.0, Math.max(0, Math.floor(place)));
        int above = Math.min(sorted.length - 1, below + 1);
        double weight = place - below;
        return weight == 0 ? sorted[below] : sorted[below] + weight * (sorted[above] - sorted[below]);
    }
}
