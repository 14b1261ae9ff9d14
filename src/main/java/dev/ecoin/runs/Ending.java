package dev.ecoin.runs;

import java.time.Instant;

/**
 * How an attempt at a run ends, for good or for now.
 *
 * @param dueAt when a run goes on that is paused or handed back; null for an end
 * @param model that it brought, moved or measured; may be null
 * @param note what became of it; may be null
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

    /** Goes on by itself. */
    public static Ending paused(Instant until, String why) {
        return new Ending(RunState.PAUSED, until, null, null, why);
    }

    /** Handed back: any process begins it again from that time on. */
    public static Ending handedBack(Instant due) {
        return new Ending(RunState.WAITING, due, null, null, null);
    }
}
