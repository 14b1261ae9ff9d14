package dev.ecoin.runs;

/** Another process has taken the run over, because this one gave no sign of life: its results are of no use. */
public final class LostRun extends RuntimeException {
    private static final long serialVersionUID = 1;

    LostRun() {
        super("it was removed, or another process has taken it over, since this one gave no sign of life");
    }
}
