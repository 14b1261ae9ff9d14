package dev.ecoin.forecasting.optimisation;

/** Looks on at a minimiser's run and may end it before it has converged. */
@FunctionalInterface
public interface Watch {

    /** Lets every run go on. */
    Watch NONE = (x, value) -> false;

    /**
     * Asked before every step.
     *
     * @param x where the run stands, not to be changed or kept
     * @param value the function's value there
     * @return whether to give the run up
     */
    boolean givesUp(double[] x, double value);
}
