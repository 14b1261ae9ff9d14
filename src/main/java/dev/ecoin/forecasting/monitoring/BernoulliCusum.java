package dev.ecoin.forecasting.monitoring;

/**
 * Cumulative sum of log likelihood ratios of binary outcomes, which detects that an event has become more frequent
 * (Page 1954, "Continuous Inspection Schemes", Biometrika 41; for Bernoulli outcomes Reynolds and Stoumbos 1999, "A
 * CUSUM Chart for Monitoring a Proportion When Inspecting Continuously", Journal of Quality Technology 31):
 *
 * <pre>S_t = min(h, max(0, S_{t-1} + log of the ratio of the outcome's probabilities under p1 and p0))</pre>
 *
 * <p>The alarm is raised when S reaches the threshold h and cleared when S returns to 0. S is capped at the threshold,
 * so that an alarm is cleared about as slowly as it was raised. The only input is the event's usual probability;
 * neither the size of errors nor volatility matters. Not thread-safe.
 */
public final class BernoulliCusum {

    private final double ifEvent;
    private final double ifNone;
    private final double threshold;
    private double statistic;
    private boolean alarmed;

    /**
     * @param usual probability of the event under normal conditions
     * @param raised the higher probability that the alarm is to detect
     * @param threshold of the statistic
     * @throws IllegalArgumentException unless 0 &lt; usual &lt; raised &lt; 1 and the threshold is positive
     */
    public BernoulliCusum(double usual, double raised, double threshold) {
        if (!(usual > 0 && usual < raised && raised < 1 && threshold > 0)) {
            throw new IllegalArgumentException(
                    "no probabilities and threshold: " + usual + ", " + raised + ", " + threshold);
        }
        ifEvent = Math.log(raised / usual);
        ifNone = Math.log((1 - raised) / (1 - usual));
        this.threshold = threshold;
    }

    /** Adds an outcome and returns whether it raised the alarm. */
    public boolean add(boolean event) {
        statistic = Math.min(threshold, Math.max(0, statistic + (event ? ifEvent : ifNone)));
        boolean before = alarmed;
        alarmed = statistic == threshold || before && statistic > 0;
        return alarmed && !before;
    }

    /** The cumulative sum, from 0 to the threshold. */
    public double statistic() {
        return statistic;
    }

    public double threshold() {
        return threshold;
    }

    /** Whether the alarm is raised. */
    public boolean isAlarmed() {
        return alarmed;
    }
}
