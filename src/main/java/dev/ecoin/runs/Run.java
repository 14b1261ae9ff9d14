package dev.ecoin.runs;

import java.time.Instant;

/**
 * A run and its state.
 *
 * @param coin null if the run concerns no single coin
 * @param options as requested, a JSON object
 * @param dueAt earliest start
 * @param attempt number of starts and takeovers
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
