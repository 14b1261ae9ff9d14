package dev.ecoin.training;

import dev.ecoin.http.ProblemException;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Shared parts of requests to train, backtest and activate models. */
final class ModelRequests {

    private static final int LONGEST_REASON = 500;

    private ModelRequests() {}

    /** Checks a reason for the history; null stays null. */
    static String reason(String reason) {
        if (reason == null) {
            return null;
        }
        if (reason.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.badRequest(
                    "reason", reason, "The field 'reason' holds a control character", "one line of text");
        }
        if (reason.length() > LONGEST_REASON) {
            throw ProblemException.unprocessable(
                    "reason",
                    reason,
                    "The field 'reason' has " + reason.length() + " characters",
                    "up to " + LONGEST_REASON);
        }
        return reason;
    }

    /** Status 202 with the address of the run. */
    static Response accepted(TrainingRun run) {
        return Response.accepted(run)
                .location(URI.create(TrainingRun.ADDRESS + run.id()))
                .build();
    }
}
