package dev.ecoin.runs;

/**
 * A request for a run.
 *
 * @param coin null if the run concerns no single coin
 * @param lane runs of a lane execute one at a time, in any process
 * @param options a JSON object
 * @param by a user's name or the part of the service
 * @param priority the higher, the sooner
 */
public record RunRequest(String kind, String coin, String lane, String options, String by, int priority) {

    private static final int SOON = 10;
    private static final int IN_TURN = 0;

    /** A run for a coin; runs of one kind and coin execute one at a time. */
    public static RunRequest of(String kind, String coin, String options, String by) {
        return new RunRequest(kind, coin, kind + " " + coin, options, by, SOON);
    }

    /** A run for no single coin; runs of one kind execute one at a time. */
    public static RunRequest of(String kind, String options, String by) {
        return new RunRequest(kind, null, kind, options, by, SOON);
    }

    /** The same request with a lower priority than requests of users. */
    public RunRequest inTurn() {
        return new RunRequest(kind, coin, lane, options, by, IN_TURN);
    }
}
