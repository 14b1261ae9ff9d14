package dev.ecoin.runs;

/**
 * What somebody wants to have done.
 *
 * @param coin null if it is of no coin in particular
 * @param lane runs of a lane go one after the other, whatever process executes them
 * @param options a JSON object
 * @param by a user's name or the part of the service
 * @param priority the higher, the sooner
 */
public record RunRequest(String kind, String coin, String lane, String options, String by, int priority) {

    private static final int SOON = 10;
    private static final int IN_TURN = 0;

    /** A run of a coin: those of a kind go one after the other. */
    public static RunRequest of(String kind, String coin, String options, String by) {
        return new RunRequest(kind, coin, kind + " " + coin, options, by, SOON);
    }

    /** A run of no coin in particular: those of a kind go one after the other. */
    public static RunRequest of(String kind, String options, String by) {
        return new RunRequest(kind, null, kind, options, by, SOON);
    }

    /** The same after all that somebody waits for. */
    public RunRequest inTurn() {
        return new RunRequest(kind, coin, lane, options, by, IN_TURN);
    }
}
