package dev.ecoin.http;

import dev.ecoin.database.DatabaseFailures;
import io.smallrye.mutiny.TimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/** What callers are told of a failure; what went wrong inside stays in the log. */
public final class Failures {

    private static final Logger LOG = Logger.getLogger(Failures.class);

    /** A database that restarts takes some seconds. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private Failures() {}

    /**
     * The problem that a failure is to the caller: 503 for an outage of the database and for an answer that is late, and 500 for all that is not a {@link ProblemException} already.
     *
     * @param asked what was asked, for the log
     */
    public static ProblemException problem(Throwable failure, String asked) {
        // Thrown by waiting for an answer.
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ProblemException problem) {
            return problem;
        }
        if (cause instanceof TimeoutException) {
            LOG.errorf("%s was answered with status 503 because there was no answer in time", asked);
            return ProblemException.unavailable(
                    "There was no answer in time: the database does not answer, or the service is overloaded.",
                    RETRY_AFTER);
        }
        if (DatabaseFailures.isOutage(cause)) {
            LOG.errorf("%s was answered with status 503, the database is not available: %s", asked, cause);
            return ProblemException.unavailable("The database is not available.", RETRY_AFTER);
        }
        LOG.errorf(failure, "%s failed and was answered with status 500", asked);
        return ProblemException.internal();
    }
}
