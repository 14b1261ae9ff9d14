package dev.ecoin.forecasting;

/** Probabilities of the standard normal distribution, to full relative accuracy in both tails. */
public final class GaussianProbability {

    private GaussianProbability() {}

    /** Probability of a value at least as far from zero as {@code z}, on either side: that of a larger chi-squared. */
    public static double beyond(double z) {
        return GammaFunction.upperRegularised(0.5, 0.5 * z * z);
    }

    /** Probability of a value below {@code z}. */
    public static double below(double z) {
        double tail = 0.5 * beyond(z);
        return z < 0 ? tail : 1 - tail;
    }
}
