package dev.ecoin.training;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Hears of every change of the table {@code active_model}, by whichever replica, command or hand: a trigger notifies
 * PostgreSQL's channel of that name, to which this listens on a connection of the pool that it keeps. A connection that
 * breaks is replaced; one that has fallen silent is found out by asking the same again every few seconds.
 */
@ApplicationScoped
public class ActivationChannel {

    private static final Logger LOG = Logger.getLogger(ActivationChannel.class);
    private static final String LISTEN = "LISTEN " + ModelRepository.CHANNEL;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration PULSE = Duration.ofSeconds(5);

    private final Pool pool;
    private final Vertx vertx;
    private Listener listener;
    /** On which is listened; null while there is none, and once the service stops. */
    private SqlConnection current;

    private Duration pause = FIRST_PAUSE;
    private long timer;
    private boolean stopped;

    ActivationChannel(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    /** Told one after the other, on an event loop: must not block. */
    public interface Listener {

        /** From now on every activation is heard; earlier ones may have been missed. */
        void connected();

        /** Another model, or another state of it, serves the coin, or none any more. */
        void activated(String coin);

        /** The same of all coins. */
        void activatedAll();

        /** From now on activations may be missed. */
        void disconnected();
    }

    /** Begins to listen, and goes on until the service stops; to be called once. */
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

    /** The timer may have gone off while the service stopped, and then there is no pool any more. */
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
        var session = PgConnection.cast(connection.getDelegate());
        session.notificationHandler(notification -> heard(connection, notification.getPayload()));
        session.closeHandler(closed -> lost(connection, "the connection was closed"));
        connection
                .query(LISTEN)
                .execute()
                .subscribe()
                .with(listening -> connected(connection), e -> lost(connection, e.toString()));
    }

    private synchronized void connected(SqlConnection connection) {
        if (connection == current) {
            pause = FIRST_PAUSE;
            listener.connected();
            feelPulseLater(connection);
        }
    }

    private synchronized void heard(SqlConnection connection, String coin) {
        if (connection != current) {
            return;
        }
        if (coin.isEmpty()) {
            listener.activatedAll();
        } else {
            listener.activated(coin);
        }
    }

    /** A connection whose other end has vanished without a word looks like one on which nothing happens. */
    private synchronized void feelPulseLater(SqlConnection connection) {
        if (connection == current) {
            timer = vertx.setTimer(PULSE.toMillis(), due -> feelPulse(connection));
        }
    }

    private synchronized void feelPulse(SqlConnection connection) {
        if (connection != current) {
            return;
        }
        connection
                .query(LISTEN)
                .execute()
                .ifNoItem()
                .after(PULSE)
                .fail()
                .subscribe()
                .with(alive -> feelPulseLater(connection), e -> lost(connection, e.toString()));
    }

    private synchronized void lost(SqlConnection connection, String why) {
        if (connection != current) {
            return;
        }
        current = null;
        handBack(connection);
        LOG.warnf(
                "Activations of models are not heard at the moment, so every forecast asks the database for its model: %s",
                why);
        listener.disconnected();
        connectLater();
    }

    /** It may be closed, or hang for ever, or only have been late: then the pool has it again, and hears nothing more. */
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
