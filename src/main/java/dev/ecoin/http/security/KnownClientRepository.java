package dev.ecoin.http.security;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The table {@code known_client}. */
@ApplicationScoped
class KnownClientRepository {

    static final int MOST_CLIENTS = 1_000;
    static final Duration MEMORY = Duration.ofDays(90);

    private final Pool pool;
    private final Clock clock;

    KnownClientRepository(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * Stores that the operator signed in from a client now; deletes expired clients, and the oldest if there are too
     * many.
     */
    Uni<Void> store(String client) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        return pool.preparedQuery("""
                        WITH forgotten AS (
                            DELETE FROM known_client
                            WHERE client <> $1
                              AND (signed_in_at <= $3
                                   OR client IN (SELECT client FROM known_client WHERE client <> $1
                                                 ORDER BY signed_in_at DESC OFFSET $4::integer - 1))
                        )
                        INSERT INTO known_client (client, signed_in_at) VALUES ($1, $2)
                        ON CONFLICT (client) DO UPDATE SET signed_in_at = excluded.signed_in_at
                        """)
                .execute(Tuple.of(client, now, now.minus(MEMORY), MOST_CLIENTS))
                .replaceWithVoid();
    }

    /** The clients that the operator signed in from within {@link #MEMORY}. */
    Uni<Set<String>> all() {
        return pool.preparedQuery("SELECT client FROM known_client WHERE signed_in_at > $1")
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC).minus(MEMORY)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("client"))
                        .collect(Collectors.toSet()));
    }
}
