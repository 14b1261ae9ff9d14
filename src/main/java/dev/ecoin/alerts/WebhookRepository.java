package dev.ecoin.alerts;

import dev.ecoin.database.Columns;
import dev.ecoin.database.Session;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The table {@code webhook}. Its secrets are read only to sign messages. */
@ApplicationScoped
class WebhookRepository {

    private static final String COLUMNS = """
            SELECT w.id, w.name, w.url, w.format, w.enabled, w.disabled_why, w.former_until, w.created_by, w.created_at,
                   (SELECT count(*) FROM webhook_delivery WHERE webhook = w.id AND state = 'waiting') AS waiting
            FROM webhook AS w
            """;

    private static final String ONE = COLUMNS + "WHERE w.id = $1";

    private final Pool pool;

    WebhookRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * Address and secrets for sending messages.
     *
     * @param secrets for the signatures, the newest first
     */
    record Endpoint(long id, String name, String url, List<String> secrets) {}

    /** Form of a webhook's messages. */
    record Receiver(WebhookFormat format, boolean enabled) {}

    /** All by id. */
    Uni<List<Webhook>> list() {
        return pool.query(COLUMNS + "ORDER BY w.id").execute().map(rows -> list(rows, row -> webhook(row::get)));
    }

    Uni<Optional<Webhook>> find(long id) {
        return pool.preparedQuery(ONE).execute(Tuple.of(id)).map(rows -> list(rows, row -> webhook(row::get)).stream()
                .findFirst());
    }

    /** Locked against other changes. */
    Optional<Webhook> lock(Session session, long id) throws SQLException {
        return session.first(row -> webhook(Columns.of(row)), ONE + " FOR UPDATE OF w", id);
    }

    /** Those of the webhooks that exist, locked against removal. */
    Set<Long> lock(Session session, Collection<Long> ids) throws SQLException {
        return Set.copyOf(session.list(
                row -> row.getLong("id"),
                "SELECT id FROM webhook WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE",
                (Object) ids.toArray(Long[]::new)));
    }

    /** All, by id. */
    Map<Long, Receiver> receivers(Session session) throws SQLException {
        var receivers = new TreeMap<Long, Receiver>();
        session.list(
                row -> receivers.put(
                        row.getLong("id"),
                        new Receiver(WebhookFormat.of(row.getString("format")), row.getBoolean("enabled"))),
                "SELECT id, format, enabled FROM webhook");
        return receivers;
    }

    /** The address of a webhook; empty if it is disabled or deleted. */
    Optional<Endpoint> endpoint(Session session, long id, Instant at) throws SQLException {
        return session.first(
                row -> {
                    var former = row.getString("former");
                    var secret = row.getString("secret");
                    return new Endpoint(
                            row.getLong("id"),
                            row.getString("name"),
                            row.getString("url"),
                            former == null ? List.of(secret) : List.of(secret, former));
                },
                """
                SELECT id, name, url, secret, CASE WHEN former_until > $2 THEN former_secret END AS former
                FROM webhook WHERE id = $1 AND enabled
                """,
                id,
                at);
    }

    long count(Session session) throws SQLException {
        // Concurrent requests must not exceed the limit.
        session.list(row -> null, "SELECT pg_advisory_xact_lock(hashtext('webhook'))");
        return session.one(row -> row.getLong("webhooks"), "SELECT count(*) AS webhooks FROM webhook");
    }

    /** Number of webhooks that the service disabled. */
    long countDisabled(Session session) throws SQLException {
        return session.one(
                row -> row.getLong("webhooks"),
                "SELECT count(*) AS webhooks FROM webhook WHERE disabled_why IS NOT NULL");
    }

    long add(Session session, WebhookRequest webhook, String secret, String by, Instant at) throws SQLException {
        return session.one(
                row -> row.getLong("id"),
                """
                INSERT INTO webhook (name, url, format, enabled, secret, created_by, created_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                RETURNING id
                """,
                webhook.name(),
                webhook.url(),
                webhook.format().label(),
                webhook.enabled(),
                secret,
                by,
                at);
    }

    void change(Session session, long id, WebhookRequest webhook) throws SQLException {
        session.update(
                "UPDATE webhook SET name = $2, url = $3, format = $4, enabled = $5,"
                        + " disabled_why = CASE WHEN $5 THEN NULL ELSE disabled_why END WHERE id = $1",
                id,
                webhook.name(),
                webhook.url(),
                webhook.format().label(),
                webhook.enabled());
    }

    void rotate(Session session, long id, String secret, Instant formerUntil) throws SQLException {
        session.update(
                "UPDATE webhook SET former_secret = secret, former_until = $3, secret = $2 WHERE id = $1",
                id,
                secret,
                formerUntil);
    }

    /** Disables a webhook that still has the address; returns whether it did. */
    boolean disable(Session session, Endpoint endpoint, String why) throws SQLException {
        return session.update(
                        "UPDATE webhook SET enabled = false, disabled_why = $3 WHERE id = $1 AND url = $2 AND enabled",
                        endpoint.id(),
                        endpoint.url(),
                        why)
                == 1;
    }

    boolean remove(Session session, long id) throws SQLException {
        return session.update("DELETE FROM webhook WHERE id = $1", id) == 1;
    }

    /** Deletes former secrets that have expired. */
    void dropFormer(Session session, Instant at) throws SQLException {
        session.update("UPDATE webhook SET former_secret = NULL, former_until = NULL WHERE former_until <= $1", at);
    }

    private static Webhook webhook(Columns row) {
        return new Webhook(
                row.get(Long.class, "id"),
                row.get(String.class, "name"),
                row.get(String.class, "url"),
                WebhookFormat.of(row.get(String.class, "format")),
                row.get(Boolean.class, "enabled"),
                row.get(String.class, "disabled_why"),
                instant(row, "former_until"),
                row.get(String.class, "created_by"),
                instant(row, "created_at"),
                row.get(Long.class, "waiting"),
                null);
    }

    private static Instant instant(Columns row, String name) {
        var time = row.get(OffsetDateTime.class, name);
        return time == null ? null : time.toInstant();
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }
}
