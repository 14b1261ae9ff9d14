package dev.ecoin.cluster;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** The table {@code cluster_member}. Its times are the database's: the processes' own clocks may differ. */
@ApplicationScoped
class MemberRepository {

    private final Pool pool;

    MemberRepository(Pool pool) {
        this.pool = pool;
    }

    /** Renews a process's lease, or begins it; those that ended long ago are forgotten. */
    Uni<Void> renew(UUID id, String host, long process, Duration lease) {
        return pool.preparedQuery("""
                        WITH forgotten AS (DELETE FROM cluster_member WHERE alive_until < now() - interval '1 day')
                        INSERT INTO cluster_member (id, host, process, joined_at, alive_until)
                        VALUES ($1, $2, $3, now(), clock_timestamp() + $4::bigint * interval '1 millisecond')
                        ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until
                        """)
                .execute(Tuple.of(id, host, process, lease.toMillis()))
                .replaceWithVoid();
    }

    /** Ends a process's lease. */
    Uni<Void> leave(UUID id) {
        return pool.preparedQuery("DELETE FROM cluster_member WHERE id = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }
}
