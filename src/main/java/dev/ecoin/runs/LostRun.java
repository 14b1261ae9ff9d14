package dev.ecoin.runs;

/**
 * Thrown if another process has taken over the run because this one gave no sign of life; its results are discarded.
 */
public final class LostRun extends RuntimeException {
    private static final long serialVersionUID = 1;

    LostRun() {
        super("it was removed, or another process has taken it over, since this one gave no sign of life");
    }
}
