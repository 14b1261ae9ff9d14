package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.optimisation.Watch;
import java.util.ArrayList;
import java.util.List;

/**
 * Where earlier runs from other starts went. A run that comes upon one of their paths at about the same height goes the
 * same way from there on, so it is given up. Mutable; one per round of runs.
 */
final class Paths implements Watch {

    /** In every unconstrained parameter, and in log-likelihood. */
    private static final double NEAR = 0.1;

    private static final double LEVEL = 0.1;

    private record Step(double[] x, double value) {}

    private final List<Step> earlier = new ArrayList<>();
    private final List<Step> own = new ArrayList<>();
    private boolean met;

    /** Makes the last run one of the earlier ones. */
    void next() {
        earlier.addAll(own);
        own.clear();
        met = false;
    }

    /** Whether the last run was given up. */
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
