package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.optimisation.Watch;
import java.util.ArrayList;
import java.util.List;

/**
 * Paths of earlier runs from other starts. A run that meets one of them at about the same likelihood would continue
 * along it, so it is abandoned. Mutable; one per round of runs.
 */
final class Paths implements Watch {

    /** Distance in every unconstrained parameter, and in log-likelihood, below which two runs have met. */
    private static final double NEAR = 0.1;

    private static final double LEVEL = 0.1;

    private record Step(double[] x, double value) {}

    private final List<Step> earlier = new ArrayList<>();
    private final List<Step> own = new ArrayList<>();
    private boolean met;

    /** Adds the last run to the earlier ones. */
    void next() {
        earlier.addAll(own);
        own.clear();
        met = false;
    }

    /** Whether the last run was abandoned. */
    boolean met() {
        return met;
    }

    @Override
    public boolean givesUp(double[] x, double value) {
        for (int i = earlier.size() - 1; i >= 0; i--) {
            Step step = earlier.get(i);
            if (Math.abs(step.value - value) < LEVEL && near(step.x, x)) {
                met = true;
                return true;
            }
        }
        own.add(new Step(x.clone(), value));
        return false;
    }

    private static boolean near(double[] a, double[] b) {
        for (int i = 0; i < a.length; i++) {
            if (Math.abs(a[i] - b[i]) > NEAR) {
                return false;
            }
        }
        return true;
    }
}
