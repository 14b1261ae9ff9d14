package dev.ecoin.forecasting.paths;

/**
 * The share of simulated paths on which something happens: an estimate of its probability.
 *
 * @param count paths on which it happens
 * @param paths all paths, at least 1
 */
public record PathShare(int count, int paths) {

    /** Pseudo-paths on either side, so that what no path shows is rare, but not certain not to happen. */
    private static final int PRIOR = 1;

    public PathShare {
        if (paths < 1 || count < 0 || count > paths) {
            throw new IllegalArgumentException(count + " of " + paths + " paths");
        }
    }

    /** The share, from 0 to 1. */
    public double probability() {
        return (double) count / paths;
    }

    /**
     * The standard error of the share, from the number of paths alone. It is never 0: the variance is that of a share with
     * one more path on either side (Agresti and Coull 1998, The American Statistician 52).
     */
    public double standardError() {
        double share = (count + PRIOR) / (paths + 2.0 * PRIOR);
        return Math.sqrt(share * (1 - share) / paths);
    }
}
