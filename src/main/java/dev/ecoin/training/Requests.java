package dev.ecoin.training;

import dev.ecoin.http.ProblemException;
import dev.ecoin.logging.ControlCharacters;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;

/** What requests to train, to measure and to activate have in common. */
final class Requests {

    private static final int LONGEST_REASON = 500;
    private static final String ANONYMOUS = "anonymous";

    private Requests() {}

    /** The name of the user, as the history tells it. */
    static String who(SecurityContext security) {
        var user = security.getUserPrincipal();
        var name = user == null ? null : ControlCharacters.blank(user.getName());
        return name == null || name.isBlank() ? ANONYMOUS : name;
    }

    /** A reason that may go into the history; null stays null. */
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

    /** Tells that a run waits, and where it can be watched. */
    static Response accepted(TrainingRun run, Event<TrainingRequested> requested) {
        requested.fire(new TrainingRequested(run.id()));
        return Response.accepted(run)
                .location(URI.create("/trainings/" + run.id()))
                .build();
    }
}
