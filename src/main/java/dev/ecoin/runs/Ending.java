package dev.ecoin.runs;

import java.time.Instant;

/**
 * Result of an attempt: the end of the run, or a pause.
 *
 * @param dueAt when a paused or handed-back run continues; null for an end
 * @param model that the run trained, advanced or measured; may be null
 * @param note result in words; may be null
 * @param error why it failed, was rejected or is paused; may be null
 */
public record Ending(RunState state, Instant dueAt, Long model, String note, String error) {

    public static Ending succeeded() {
        return succeeded(null, null);
    }

    public static Ending succeeded(Long model, String note) {
        return new Ending(RunState.SUCCEEDED, null, model, note, null);
    }

    public static Ending failed(String error) {
        return new Ending(RunState.FAILED, null, null, null, error);
    }

    public static Ending cancelled() {
        return new Ending(RunState.CANCELLED, null, null, null, null);
    }

    /** The run continues by itself. */
    public static Ending paused(Instant until, String why) {
        return new Ending(RunState.PAUSED, until, null, null, why);
    }

    /** Any process may restart the run from that time on. */
    public static Ending handedBack(Instant due) {
        return new Ending(RunState.WAITING, due, null, null, null);
    }
}
