package dev.ecoin.http;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Limits how long a request waits for its answer from the database or from the threads that compute it. After that it fails
 * with a {@link io.smallrye.mutiny.TimeoutException}, which {@link ProblemMappers} answer with status 503; a requested change
 * may still happen.
 */
@Singleton
public final class RequestTimeout {

    private final Duration longest;

    RequestTimeout(RequestConfig config) {
        longest = config.patience();
    }

    /** The answer, or a failure after the timeout. */
    public <T> Uni<T> bound(Uni<T> answer) {
        return Uni.createFrom().deferred(() -> {
            var begun = answer.subscribeAsCompletionStage();
            var bound = Uni.createFrom().completionStage(begun);
            // Most forecasts are cached and need no timer.
            return begun.isDone() ? bound : bound.ifNoItem().after(longest).fail();
        });
    }
}
