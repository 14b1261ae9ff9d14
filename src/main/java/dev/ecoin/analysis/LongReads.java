package dev.ecoin.analysis;

import dev.ecoin.http.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Limits how many exports and analyses of all coins this process runs at once, because each occupies a connection: an
 * analysis one of the request pool, which forecasts need too, an export one of the job pool, for as long as its client
 * reads.
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

    /** Writes the rows while holding a slot; fails before the first row with status 503 if no slot is free. */
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

    /**
     * Runs a query that holds its slot until it ends, even if the client has gone; fails with status 503 if no slot is
     * free.
     */
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
