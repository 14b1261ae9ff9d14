package dev.ecoin.training;

import dev.ecoin.runs.Runs;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotification;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Receives every change of the table {@code active_model}, made by any replica, command or user: a trigger notifies
 * PostgreSQL's channel of that name, and this class holds a LISTEN connection of the pool. It counts as listening once
 * it has received a notification of its own, which another connection sends every few seconds. This detects and
 * replaces a silent connection, or one whose session a pooler has given away. The same connection receives
 * notifications of requested runs and passes them to {@link Runs}.
 */
@ApplicationScoped
public class ActivationChannel {

    private static final Logger LOG = Logger.getLogger(ActivationChannel.class);
    private static final String LISTEN = "LISTEN " + ModelRepository.CHANNEL;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PULSE = Duration.ofSeconds(5);
    private static final Duration SEND_TIMEOUT = Duration.ofMinutes(1);

    /** A channel of this process only. */
    private final String loopback =
            "ecoin_loopback_" + UUID.randomUUID().toString().replace("-", "");

    private final Pool pool;
    private final Vertx vertx;
    private final Runnable called;
    private Listener listener;
    /** The LISTEN connection; null while there is none, and once the service stops. */
    private SqlConnection current;

    private Echo echo;
    private boolean isHearing;
    private boolean warned;
    private Duration pause = FIRST_PAUSE;
    private long timer;
    private boolean stopped;

    @Inject
    ActivationChannel(Pool pool, Vertx vertx, Runs runs) {
        this(pool, vertx, runs::called);
    }

    ActivationChannel(Pool pool, Vertx vertx, Runnable called) {
        this.pool = pool;
        this.vertx = vertx;
        this.called = called;
    }

    /** A notification of our own, until it is received or could not be sent. */
    private static final class Echo {

        private final String payload = UUID.randomUUID().toString();
        private boolean isOnItsWay = true;

        /** The database has accepted the notification and will deliver it before it answers later statements. */
        private boolean isDue;

        private boolean isMissing() {
            return isDue && isOnItsWay;
        }
    }

    /** Called sequentially on an event loop; must not block. */
    public interface Listener {

        /** All activations from now on will be reported; earlier ones may have been missed. */
        void connected();

        /** The coin's active model or its state has changed, or it has none any more. */
        void activated(String coin);

        /** All coins may have changed. */
        void activatedAll();

        /** Activations may be missed from now on. */
        void disconnected();
    }

    /** Listens until the service stops; call it once. */
    public synchronized void listen(Listener told) {
        listener = told;
        connect();
    }

    synchronized void stop(@Observes ShutdownEvent event) {
        stopped = true;
        vertx.cancelTimer(timer);
        if (current != null) {
            current.closeAndForget();
            current = null;
        }
    }

    /** The timer may have fired during shutdown, when the pool is already closed. */
    private synchronized void connect() {
        if (stopped) {
            return;
        }
        pool.getConnection().subscribe().with(this::listenOn, e -> {
            LOG.debug("No connection to listen on", e);
            connectLater();
        });
    }

    private synchronized void listenOn(SqlConnection connection) {
        if (stopped) {
            connection.closeAndForget();
            return;
        }
        current = connection;
        echo = null;
        var session = PgConnection.cast(connection.getDelegate());
        session.notificationHandler(notification -> heard(connection, notification));
        session.closeHandler(closed -> lost(connection, "the connection was closed"));
        ask(connection, LISTEN + "; LISTEN " + Runs.CHANNEL + "; LISTEN " + loopback);
    }

    private synchronized void heard(SqlConnection connection, PgNotification notification) {
        if (connection != current) {
            return;
        }
        if (notification.getChannel().equals(loopback)) {
            heardItself(notification.getPayload());
        } else if (notification.getChannel().equals(Runs.CHANNEL)) {
            called.run();
        } else if (notification.getPayload().isEmpty()) {
            listener.activatedAll();
        } else {
            listener.activated(notification.getPayload());
        }
    }

    private void heardItself(String payload) {
        if (echo == null || !echo.payload.equals(payload)) {
            return;
        }
        echo.isOnItsWay = false;
        if (!isHearing) {
            isHearing = true;
            warned = false;
            pause = FIRST_PAUSE;
            listener.connected();
            // Notifications of runs may have been missed.
            called.run();
        }
    }

    /** Probes the connection later, because a dead peer looks the same as an idle one. */
    private void feelPulseLater(SqlConnection connection) {
        timer = vertx.setTimer(PULSE.toMillis(), due -> feelPulse(connection));
    }

    private synchronized void feelPulse(SqlConnection connection) {
        if (connection == current) {
            // This text identifies the connection in pg_stat_activity.
            ask(connection, "SELECT '" + LISTEN + "'");
        }
    }

    private void ask(SqlConnection connection, String sql) {
        var due = echo != null && echo.isMissing() ? echo : null;
        connection
                .query(sql)
                .execute()
                .ifNoItem()
                .after(PULSE)
                .fail()
                .subscribe()
                .with(answer -> answered(connection, due), e -> lost(connection, e.toString()));
    }

    private synchronized void answered(SqlConnection connection, Echo due) {
        if (connection != current) {
            return;
        }
        if (due != null && due.isMissing()) {
            lost(
                    connection,
                    "a notification of our own does not arrive, as behind a pooler in transaction mode; use PostgreSQL's"
                            + " own port, or set the pooler to session mode");
            return;
        }
        if (echo == null || !echo.isOnItsWay) {
            echo = new Echo();
            send(echo);
        }
        feelPulseLater(connection);
    }

    /** Sends on another connection, because a pooler always delivers a connection's own notifications. */
    private void send(Echo own) {
        pool.query("NOTIFY " + loopback + ", '" + own.payload + "'")
                .execute()
                .ifNoItem()
                .after(SEND_TIMEOUT)
                .fail()
                .subscribe()
                .with(done -> sent(own), e -> notSent(own, e));
    }

    private synchronized void sent(Echo own) {
        own.isDue = true;
    }

    /** There may be no free connection for sending, which says nothing about the LISTEN connection. */
    private synchronized void notSent(Echo own, Throwable e) {
        LOG.debug("No notification of our own was sent", e);
        own.isOnItsWay = false;
    }

    private synchronized void lost(SqlConnection connection, String why) {
        if (connection != current) {
            return;
        }
        current = null;
        isHearing = false;
        handBack(connection);
        LOG.logf(
                warned ? Logger.Level.DEBUG : Logger.Level.WARN,
                "The LISTEN connection is lost, so every forecast queries the database for its model: %s",
                why);
        warned = true;
        listener.disconnected();
        connectLater();
    }

    /**
     * The connection may be closed, hang, or only be late; in any case it returns to the pool and no longer listens.
     */
    private static void handBack(SqlConnection connection) {
        PgConnection.cast(connection.getDelegate()).notificationHandler(null).closeHandler(null);
        connection
                .query("UNLISTEN *")
                .execute()
                .onItemOrFailure()
                .transformToUni((done, e) -> connection.close())
                .subscribe()
                .with(closed -> {}, e -> LOG.debug("A lost connection could not be handed back", e));
    }

    private synchronized void connectLater() {
        if (!stopped) {
            timer = vertx.setTimer(pause.toMillis(), due -> connect());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }
}
