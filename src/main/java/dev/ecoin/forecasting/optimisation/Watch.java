package dev.ecoin.forecasting.optimisation;

/** Observes a minimisation and may abort it before it converges. */
@FunctionalInterface
public interface Watch {

    /** Never aborts. */
    Watch NONE = (x, value) -> false;

    /**
     * Called before every step.
     *
     * @param x the current point; must not be changed or kept
     * @param value the function's value there
     * @return whether to abort
     */
    boolean givesUp(double[] x, double value);
}
