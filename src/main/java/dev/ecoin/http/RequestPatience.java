package dev.ecoin.http;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * How long a request waits for the database. What has no answer by then fails with a {@link
 * io.smallrye.mutiny.TimeoutException}, which {@link ProblemMappers} answer with status 503; a change that was asked for
 * may still happen.
 */
@Singleton
public final class RequestPatience {

    private final Duration longest;

    RequestPatience(RequestConfig config) {
        longest = config.patience();
    }

    /** The answer, or a failure in its place when the patience is at its end. */
    public <T> Uni<T> bound(Uni<T> answer) {
        return Uni.createFrom().deferred(() -> {
            var begun = answer.subscribeAsCompletionStage();
            var bound = Uni.createFrom().completionStage(begun);
            // Most forecasts are at hand and need no timer.
            return begun.isDone() ? bound : bound.ifNoItem().after(longest).fail();
        });
    }
}
