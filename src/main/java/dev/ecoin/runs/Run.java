package dev.ecoin.runs;

import java.time.Instant;

/**
 * A run as it stands.
 *
 * @param coin null if it is of no coin in particular
 * @param options as requested, a JSON object
 * @param dueAt not before
 * @param attempt how often it was begun or taken from a process
 */
public record Run(
        long id,
        String kind,
        String coin,
        RunState state,
        String options,
        int priority,
        String requestedBy,
        Instant requestedAt,
        Instant dueAt,
        Instant startedAt,
        Instant endedAt,
        int attempt,
        String phase,
        Long model,
        String note,
        String error) {}
