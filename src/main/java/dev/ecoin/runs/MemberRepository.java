package dev.ecoin.runs;

import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/**
 * The table {@code cluster_member}. It uses the database's clock, because the processes' clocks may differ, and a
 * separate connection, so that no job delays a lease by occupying all others or waiting on a silent one.
 */
@ApplicationScoped
class MemberRepository {

    private final javax.sql.DataSource source;

    MemberRepository(@DataSource("lease") javax.sql.DataSource source) {
        this.source = source;
    }

    /** Starts or renews a process's lease; deletes those that ended long ago. */
    void renew(UUID id, String host, long process, Duration lease) {
        execute("""
                WITH forgotten AS (DELETE FROM cluster_member WHERE alive_until < now() - interval '1 day')
                INSERT INTO cluster_member (id, host, process, joined_at, alive_until)
                VALUES (?, ?, ?, now(), clock_timestamp() + ? * interval '1 millisecond')
                ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until
                """, id, host, process, lease.toMillis());
    }

    /** Ends a process's lease and hands back its runs; an orderly shutdown does not count as a death. */
    void leave(UUID id) {
        execute("""
                WITH handed_back AS (
                    UPDATE run SET state = 'waiting', attempt = attempt + 1, member = NULL, phase = NULL, due_at = now()
                    WHERE member = ? AND state = 'running'
                )
                DELETE FROM cluster_member WHERE id = ?
                """, id, id);
    }

    private void execute(String sql, Object... parameters) {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
