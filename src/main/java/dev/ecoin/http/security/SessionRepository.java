package dev.ecoin.http.security;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The table {@code operator_session}. */
@ApplicationScoped
class SessionRepository {

    private final Pool pool;
    private final Clock clock;

    SessionRepository(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Stores a session and deletes expired ones. */
    Uni<Void> store(String digest, Instant end) {
        return pool.preparedQuery("""
                        WITH ended AS (DELETE FROM operator_session WHERE ends_at <= $3)
                        INSERT INTO operator_session (token, ends_at) VALUES ($1, $2)
                        """)
                .execute(Tuple.of(digest, end.atOffset(ZoneOffset.UTC), now()))
                .replaceWithVoid();
    }

    /** Whether the session exists and has not expired. */
    Uni<Boolean> contains(String digest) {
        return pool.preparedQuery("SELECT 1 FROM operator_session WHERE token = $1 AND ends_at > $2")
                .execute(Tuple.of(digest, now()))
                .map(rows -> rows.size() > 0);
    }

    Uni<Void> delete(String digest) {
        return pool.preparedQuery("DELETE FROM operator_session WHERE token = $1")
                .execute(Tuple.of(digest))
                .replaceWithVoid();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
