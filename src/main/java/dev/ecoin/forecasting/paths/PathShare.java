package dev.ecoin.forecasting.paths;

/**
 * Share of simulated paths with an event: an estimate of the event's probability.
 *
 * @param count number of paths with the event
 * @param paths number of all paths, at least 1
 */
public record PathShare(int count, int paths) {

    /** Pseudo-paths on either side, so that an event without any path is rare but not impossible. */
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
     * Standard error of the share due to the number of paths. It is never 0: the variance is that of a share with one
     * more path on either side (Agresti and Coull 1998, The American Statistician 52).
     */
    public double standardError() {
        double share = (count + PRIOR) / (paths + 2.0 * PRIOR);
        return Math.sqrt(share * (1 - share) / paths);
    }
}
