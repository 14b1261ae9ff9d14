package dev.ecoin.analysis;

import dev.ecoin.http.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Bounds how many exports and analyses of all coins are under way at once, in this process. Each holds a connection: an
 * analysis one of the requests' pool, which forecasts need too, an export one of the jobs', for as long as its client reads.
 */
@ApplicationScoped
class LongReads {

    private static final int PART_OF_CONNECTIONS = 4;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final int most;
    private final Semaphore places;

    LongReads(@ConfigProperty(name = "quarkus.datasource.reactive.max-size", defaultValue = "20") int connections) {
        most = Math.max(1, connections / PART_OF_CONNECTIONS);
        places = new Semaphore(most);
    }

    /** The rows, written in a place of its own; fails before the first one with status 503 if there is none. */
    StreamingOutput holding(StreamingOutput rows) {
        return out -> {
            take();
            try {
                rows.write(out);
            } finally {
                places.release();
            }
        };
    }

    /** The answer, which holds its place to its end, though nobody may wait for it any more; or fails likewise. */
    <T> Uni<T> holding(Uni<T> answer) {
        return Uni.createFrom().deferred(() -> {
            take();
            return Uni.createFrom()
                    .completionStage(answer.onTermination()
                            .invoke(places::release)
                            .subscribeAsCompletionStage()
                            .copy());
        });
    }

    private void take() {
        if (!places.tryAcquire()) {
            throw ProblemException.unavailable(
                    most
                            + " exports and analyses of all coins are under way, as many as there may be at once (a quarter"
                            + " of quarkus.datasource.reactive.max-size). Name coins, or come back when one has ended.",
                    RETRY_AFTER);
        }
    }
}
