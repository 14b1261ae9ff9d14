package dev.ecoin.schedule;

import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * Lets one of all replicas on a database do a job. PostgreSQL's advisory locks keep replicas from doing it at the same
 * time: a lock ends with the session that holds it, so a killed replica leaves none behind. The table {@code job_firing}
 * keeps them from doing it one after the other.
 */
@ApplicationScoped
class ClusterLock {

    private static final Logger LOG = Logger.getLogger(ClusterLock.class);

    /** Jobs, numbered within a namespace of our own among the database's advisory locks. */
    enum Job {
        CRAWL,
        TRAINING
    }

    private static final int NAMESPACE = 0x65636f69;

    private final Pool pool;

    ClusterLock(Pool pool) {
        this.pool = pool;
    }

    /** Runs the work of a firing that every replica has, at the first one to come; blocks. */
    void oncePerFiring(Job job, Instant due, Runnable work) {
        var first = pool.preparedQuery("INSERT INTO job_firing (job, due_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
                        .execute(Tuple.of(job.name(), due.atOffset(ZoneOffset.UTC)))
                        .await()
                        .indefinitely()
                        .rowCount()
                == 1;
        if (first) {
            work.run();
        }
    }

    /** Runs the work unless a replica is at this job already; blocks. */
    void ifFree(Job job, Runnable work) {
        if (!locked(job, "SELECT pg_try_advisory_lock($1, $2)", work)) {
            LOG.infof("The job %s is under way already; nothing to do here", job);
        }
    }

    /** Runs the work once no replica is at this job; blocks. */
    void whenFree(Job job, Runnable work) {
        locked(job, "SELECT true FROM pg_advisory_lock($1, $2)", work);
    }

    /** Returns whether the lock was had and the work done. */
    private boolean locked(Job job, String lock, Runnable work) {
        var connection = pool.getConnection().await().indefinitely();
        try {
            if (!ask(connection, lock, job)) {
                return false;
            }
            try {
                work.run();
            } finally {
                release(connection, job);
            }
            return true;
        } finally {
            close(connection);
        }
    }

    /** A session that the database has ended meanwhile has taken its lock along: nothing is left to be released. */
    private static void release(SqlConnection connection, Job job) {
        try {
            ask(connection, "SELECT pg_advisory_unlock($1, $2)", job);
        } catch (CompletionException | VertxException e) {
            LOG.warnf("The database ended the session that held the lock of %s: %s", job, e.getMessage());
        }
    }

    /** Returns once no replica is at this job; blocks. */
    void awaitEnd(Job job) {
        var connection = pool.getConnection().await().indefinitely();
        try {
            ask(connection, "SELECT true FROM pg_advisory_lock_shared($1, $2)", job);
            ask(connection, "SELECT pg_advisory_unlock_shared($1, $2)", job);
        } finally {
            close(connection);
        }
    }

    private static boolean ask(SqlConnection connection, String sql, Job job) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(NAMESPACE, job.ordinal()))
                .map(rows -> rows.iterator().next().getBoolean(0))
                .await()
                .indefinitely();
    }

    private static void close(SqlConnection connection) {
        connection
                .close()
                .onFailure()
                .recoverWithUni(Uni.createFrom().voidItem())
                .await()
                .indefinitely();
    }
}
