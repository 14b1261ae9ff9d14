package dev.ecoin.database;

import io.quarkus.agroal.DataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Database access for jobs: blocking JDBC on separate connections. Connecting, every answer, every statement and every
 * lock has a timeout (see application.properties), so a server that vanishes silently is an error within a minute.
 * Requests use the reactive pool instead.
 */
@ApplicationScoped
public class JobDatabase {

    private static final Logger LOG = Logger.getLogger(JobDatabase.class);
    private static final int MOST_ROLLBACKS = 5;
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final javax.sql.DataSource source;

    public JobDatabase(@DataSource("jobs") javax.sql.DataSource source) {
        this.source = source;
    }

    /** Work on a connection. It may be repeated after a rollback of its earlier effects. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Session session) throws Exception;
    }

    /** Work without a result. */
    @FunctionalInterface
    public interface Action {
        void in(Session session) throws Exception;
    }

    /**
     * Executes the work in a transaction. Retries after deadlocks: a transaction that locks rows of several tables
     * may meet the removal of a coin, which locks the same rows in another order.
     *
     * @throws DatabaseAway if the database fails; whether the work was committed is then unknown
     * @throws DatabaseRefusal if the database refuses a statement, which a retry would not change
     */
    public <T> T transaction(Work<T> work) {
        var wait = new Backoff();
        for (int rollbacks = 0; ; rollbacks++) {
            try {
                return once(work);
            } catch (SQLException e) {
                // After a pause, because otherwise this transaction could retake its first lock before the other one
                // gets it.
                if (rollbacks == MOST_ROLLBACKS || !DatabaseFailures.isRolledBackForAnother(e) || !wait.isOver()) {
                    throw DatabaseFailures.isOutage(e) ? new DatabaseAway(e) : new DatabaseRefusal(e);
                }
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** {@link #transaction} without a result. */
    public void run(Action action) {
        transaction(session -> {
            action.in(session);
            return null;
        });
    }

    /**
     * Retries work while the database is unreachable: for work that is too expensive to repeat, such as storing the
     * answer to a paid call. An interrupt ends the retries too.
     *
     * @param longest after this time the outage is thrown
     * @param work calls of {@link #transaction}; must be idempotent
     */
    public <T> T throughOutages(Duration longest, Supplier<T> work) {
        var end = System.nanoTime() + longest.toNanos();
        var wait = new Backoff();
        while (true) {
            try {
                return work.get();
            } catch (DatabaseAway e) {
                if (System.nanoTime() - end >= 0 || !wait.isOver()) {
                    throw e;
                }
                LOG.debug("The database is away; trying again", e);
            }
        }
    }

    /** {@link #throughOutages(Duration, Supplier)} without a result. */
    public void throughOutages(Duration longest, Runnable work) {
        throughOutages(longest, () -> {
            work.run();
            return null;
        });
    }

    /** {@link #throughOutages(Duration, Supplier)} for one transaction. */
    public <T> T throughOutages(Duration longest, Work<T> work) {
        return throughOutages(longest, () -> transaction(work));
    }

    private <T> T once(Work<T> work) throws Exception {
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            var session = new Session(connection);
            try {
                var result = work.in(session);
                connection.commit();
                session.committed();
                return result;
            } catch (Throwable e) {
                rollBack(connection);
                throw e;
            } finally {
                session.end();
            }
        }
    }

    /** Ignores a lost connection, which has already rolled back. */
    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("Nothing to roll back", e);
        }
    }

    /** Waits twice as long each time. */
    private static final class Backoff {

        private Duration next = FIRST_WAIT;

        /** Waits; returns false if the thread was interrupted, and keeps its interrupt status. */
        boolean isOver() {
            try {
                Thread.sleep(next.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            next = next.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? next.multipliedBy(2) : LONGEST_WAIT;
            return true;
        }
    }
}
