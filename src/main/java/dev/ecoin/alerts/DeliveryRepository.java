package dev.ecoin.alerts;

import dev.ecoin.database.Session;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The table {@code webhook_delivery}. */
@ApplicationScoped
class DeliveryRepository {

    /** Rows of a statement. */
    private static final int CHUNK = 5_000;

    /** A waiting message {@code d} that has no earlier one of its rule and coin. */
    private static final String FIRST = """
            state = 'waiting'
            AND NOT EXISTS (SELECT FROM webhook_delivery AS earlier
                            WHERE earlier.webhook = d.webhook AND earlier.alert = d.alert AND earlier.coin = d.coin
                              AND earlier.state = 'waiting' AND earlier.id < d.id)
            """;

    private final Pool pool;

    DeliveryRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * A message for a webhook.
     *
     * @param alert null for a test
     * @param coin null for a test
     */
    record Message(long webhook, String type, Long alert, String coin, String body) {}

    /** A message to send now, with the number of its attempts so far. */
    record Due(long id, String message, String type, Long alert, String coin, String body, int attempts) {}

    /** State of a message. */
    enum State {
        WAITING,
        DELIVERED,
        FAILED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The result of an attempt.
     *
     * @param attempts how many of them count so far
     * @param next when the message is sent again; null if it is not
     * @param status of the answer; null if there was none
     * @param error null if it was delivered
     */
    record Result(
            long id,
            State state,
            int attempts,
            Instant at,
            Instant next,
            Integer status,
            int milliseconds,
            String error) {}

    /** Number of waiting messages, and the time of the oldest. */
    record Waiting(long messages, Instant oldest) {}

    /** The newest messages of a webhook. */
    Uni<List<Webhook.Delivery>> newest(long webhook, int most) {
        return pool.preparedQuery("""
                        SELECT id, message, type, alert, coin, state, attempts, created_at, attempted_at, next_attempt_at,
                               status, duration_ms, error
                        FROM webhook_delivery WHERE webhook = $1 ORDER BY id DESC LIMIT $2
                        """).execute(Tuple.of(webhook, most)).map(rows -> StreamSupport.stream(
                        rows.spliterator(), false)
                .map(DeliveryRepository::delivery)
                .toList());
    }

    /** Stores messages, due immediately; the header webhook-id of each is generated here. */
    void add(Session session, List<Message> messages, Instant at) throws SQLException {
        for (int from = 0; from < messages.size(); from += CHUNK) {
            var part = messages.subList(from, Math.min(messages.size(), from + CHUNK));
            session.update(
                    """
                    INSERT INTO webhook_delivery
                        (webhook, message, type, alert, coin, body, created_at, state, next_attempt_at)
                    SELECT news.webhook, 'msg_' || replace(gen_random_uuid()::text, '-', ''), news.type, news.alert::bigint,
                           news.coin, news.body, $6, 'waiting', $6
                    FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[])
                         AS news (webhook, type, alert, coin, body)
                    """,
                    part.stream().map(Message::webhook).toArray(Long[]::new),
                    texts(part, Message::type),
                    texts(
                            part,
                            message -> message.alert() == null
                                    ? null
                                    : message.alert().toString()),
                    texts(part, Message::coin),
                    texts(part, Message::body),
                    at);
        }
    }

    /** The first messages that are due; a message waits for earlier ones of its rule and coin. */
    List<Due> due(Session session, long webhook, Instant at, int most) throws SQLException {
        return session.list(
                row -> new Due(
                        row.getLong("id"),
                        row.getString("message"),
                        row.getString("type"),
                        row.getObject("alert", Long.class),
                        row.getString("coin"),
                        row.getString("body"),
                        row.getInt("attempts")),
                """
                SELECT id, message, type, alert, coin, body, attempts FROM webhook_delivery AS d
                WHERE webhook = $1 AND next_attempt_at <= $2 AND %s
                ORDER BY id LIMIT $3
                """.formatted(FIRST),
                webhook,
                at,
                most);
    }

    void record(Session session, List<Result> results) throws SQLException {
        session.updateAll(
                """
                UPDATE webhook_delivery
                SET state = $2, attempts = $3, attempted_at = $4, next_attempt_at = $5::timestamptz,
                    status = $6::integer, duration_ms = $7, error = $8::text
                WHERE id = $1 AND state = 'waiting'
                """,
                results.stream()
                        .map(result -> new Object[] {
                            result.id(),
                            result.state().label(),
                            result.attempts(),
                            result.at(),
                            result.next(),
                            result.status(),
                            result.milliseconds(),
                            result.error()
                        })
                        .toList());
    }

    /** Delays the waiting messages of a webhook until a time. */
    void postpone(Session session, long webhook, Instant until) throws SQLException {
        session.update("""
                UPDATE webhook_delivery SET next_attempt_at = $2
                WHERE webhook = $1 AND state = 'waiting' AND next_attempt_at < $2
                """, webhook, until);
    }

    /** Gives up messages to a webhook that have waited since before a time; returns their number. */
    int expire(Session session, long webhook, Instant before) throws SQLException {
        return session.update("""
                UPDATE webhook_delivery
                SET state = 'failed', next_attempt_at = NULL, error = coalesce(error || '; given', 'Given') || ' up after a day'
                WHERE webhook = $1 AND state = 'waiting' AND created_at < $2
                """, webhook, before);
    }

    /** Gives up the waiting messages of a webhook; returns their number. */
    int giveUp(Session session, long webhook, String why) throws SQLException {
        return session.update("""
                UPDATE webhook_delivery SET state = 'failed', next_attempt_at = NULL, error = $2
                WHERE webhook = $1 AND state = 'waiting'
                """, webhook, why);
    }

    /** When the next message of a webhook is due; empty if none waits. */
    Optional<Instant> next(Session session, long webhook) throws SQLException {
        return session.one(
                row -> Optional.ofNullable(Session.instant(row, "next")),
                "SELECT min(next_attempt_at) AS next FROM webhook_delivery AS d WHERE webhook = $1 AND " + FIRST,
                webhook);
    }

    /** Webhooks that have messages to be sent now. */
    List<Long> dueWebhooks(Session session, Instant at) throws SQLException {
        return session.list(
                row -> row.getLong("webhook"),
                "SELECT DISTINCT webhook FROM webhook_delivery WHERE state = 'waiting' AND next_attempt_at <= $1 ORDER BY webhook",
                at);
    }

    Waiting waiting(Session session) throws SQLException {
        return session.one(
                row -> new Waiting(row.getLong("messages"), Session.instant(row, "oldest")),
                "SELECT count(*) AS messages, min(created_at) AS oldest FROM webhook_delivery WHERE state = 'waiting'");
    }

    /** Deletes delivered and failed messages from before a time. */
    void prune(Session session, Instant before) throws SQLException {
        session.update("DELETE FROM webhook_delivery WHERE created_at < $1 AND state <> 'waiting'", before);
    }

    private static <T> String[] texts(List<T> rows, Function<T, String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }

    private static Webhook.Delivery delivery(Row row) {
        return new Webhook.Delivery(
                row.getLong("id"),
                row.getString("message"),
                row.getString("type"),
                row.getLong("alert"),
                row.getString("coin"),
                row.getString("state"),
                row.getInteger("attempts"),
                instant(row.getOffsetDateTime("created_at")),
                instant(row.getOffsetDateTime("attempted_at")),
                instant(row.getOffsetDateTime("next_attempt_at")),
                row.getInteger("status"),
                row.getInteger("duration_ms"),
                row.getString("error"));
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
