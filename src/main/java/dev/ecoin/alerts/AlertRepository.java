package dev.ecoin.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.configuration.Currency;
import dev.ecoin.database.Columns;
import dev.ecoin.database.Session;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The tables {@code alert}, {@code alert_webhook}, {@code alert_state} and {@code alert_event}. */
@ApplicationScoped
class AlertRepository {

    /** Rows of a statement. */
    private static final int CHUNK = 5_000;

    private static final String COLUMNS = """
            SELECT a.id, a.name, a.coins, a.condition::text AS condition, a.enabled, a.revision, a.created_by, a.created_at,
                   a.changed_at, a.evaluated_at,
                   ARRAY(SELECT webhook FROM alert_webhook WHERE alert = a.id ORDER BY webhook) AS webhooks,
                   ARRAY(SELECT coin FROM alert_state WHERE alert = a.id AND firing ORDER BY coin) AS firing
            FROM alert AS a
            """;

    private static final String ONE = COLUMNS + "WHERE a.id = $1";

    private static final String STATES = """
            SELECT coin, firing, since, standing, value, finding, evaluated_at FROM alert_state WHERE alert = $1 ORDER BY coin
            """;

    private final Pool pool;
    private final ObjectMapper mapper;
    private final Currency currency;

    AlertRepository(Pool pool, ObjectMapper mapper, Currency currency) {
        this.pool = pool;
        this.mapper = mapper;
        this.currency = currency;
    }

    /** A rule to evaluate, in one of its revisions. */
    record Rule(long id, long revision, String name, List<String> coins, Condition condition, List<Long> webhooks) {}

    /** The stored state of a rule for a coin. */
    record Remembered(boolean firing, Instant since) {}

    /** The state of a rule for a coin after an evaluation. */
    record Update(long rule, Finding finding, boolean firing, Instant since) {}

    /** A change of a rule's state for a coin. */
    record Transition(long rule, String coin, boolean firing, BigDecimal value, String text) {

        String event() {
            return firing ? "fired" : "cleared";
        }
    }

    /** The rules by id, without their states. */
    Uni<List<Alert>> list(boolean firingOnly, int most) {
        return pool.preparedQuery(COLUMNS + """
                        WHERE NOT $1 OR EXISTS (SELECT FROM alert_state WHERE alert = a.id AND firing)
                        ORDER BY a.id LIMIT $2
                        """)
                .execute(Tuple.of(firingOnly, most))
                .map(rows -> list(rows, row -> alert(row::get)));
    }

    /** A rule with its states. */
    Uni<Optional<Alert>> find(long id) {
        return pool.preparedQuery(ONE)
                .execute(Tuple.of(id))
                .map(rows -> list(rows, row -> alert(row::get)).stream().findFirst())
                .flatMap(found -> found.isEmpty()
                        ? Uni.createFrom().item(found)
                        : pool.preparedQuery(STATES)
                                .execute(Tuple.of(id))
                                .map(rows -> found.map(alert -> alert.with(list(rows, AlertRepository::state)))));
    }

    /** Events of a rule that are older than one, the newest first. */
    Uni<List<Alert.Event>> events(long rule, Long before, int most) {
        return pool.preparedQuery("""
                        SELECT id, coin, event, at, value, finding FROM alert_event
                        WHERE alert = $1 AND id < coalesce($2::bigint, 9223372036854775807)
                        ORDER BY id DESC LIMIT $3
                        """)
                .execute(Tuple.of(rule, before, most))
                .map(rows -> list(
                        rows,
                        row -> new Alert.Event(
                                row.getLong("id"),
                                row.getString("coin"),
                                row.getString("event"),
                                row.getOffsetDateTime("at").toInstant(),
                                row.getBigDecimal("value"),
                                row.getString("finding"))));
    }

    /** Like {@link #find}, but locked for a change and without the states. */
    Optional<Alert> lock(Session session, long id) throws SQLException {
        return session.first(row -> alert(Columns.of(row)), ONE + " FOR UPDATE OF a", id);
    }

    long count(Session session) throws SQLException {
        // Concurrent requests must not exceed the limit.
        session.list(row -> null, "SELECT pg_advisory_xact_lock(hashtext('alert'))");
        return session.one(row -> row.getLong("rules"), "SELECT count(*) AS rules FROM alert");
    }

    /** Stores a new rule; returns its id. */
    long add(Session session, Alert rule) throws SQLException {
        var id = session.one(
                row -> row.getLong("id"),
                """
                INSERT INTO alert (name, coins, condition, enabled, created_by, created_at, changed_at)
                VALUES ($1, $2, $3::text::jsonb, $4, $5, $6, $6)
                RETURNING id
                """,
                rule.name(),
                rule.coins().toArray(String[]::new),
                json(rule.condition()),
                rule.enabled(),
                rule.createdBy(),
                rule.createdAt());
        connect(session, id, rule.webhooks());
        return id;
    }

    /** Stores a changed rule under the next revision. */
    void change(Session session, Alert rule) throws SQLException {
        session.update(
                """
                UPDATE alert
                SET name = $2, coins = $3, condition = $4::text::jsonb, enabled = $5, changed_at = $6, revision = revision + 1
                WHERE id = $1
                """,
                rule.id(),
                rule.name(),
                rule.coins().toArray(String[]::new),
                json(rule.condition()),
                rule.enabled(),
                rule.changedAt());
        session.update("DELETE FROM alert_webhook WHERE alert = $1", rule.id());
        connect(session, rule.id(), rule.webhooks());
    }

    private static void connect(Session session, long rule, List<Long> webhooks) throws SQLException {
        session.update(
                "INSERT INTO alert_webhook (alert, webhook) SELECT $1, unnest($2::bigint[])",
                rule,
                webhooks.toArray(Long[]::new));
    }

    boolean remove(Session session, long id) throws SQLException {
        return session.update("DELETE FROM alert WHERE id = $1", id) == 1;
    }

    /** Coins for which a rule fires, with their last findings. */
    List<Transition> firing(Session session, long rule) throws SQLException {
        return session.list(
                row -> new Transition(
                        rule, row.getString("coin"), true, row.getBigDecimal("value"), row.getString("finding")),
                "SELECT coin, value, finding FROM alert_state WHERE alert = $1 AND firing ORDER BY coin",
                rule);
    }

    /** Deletes the states of a rule. */
    void forget(Session session, long rule) throws SQLException {
        session.update("DELETE FROM alert_state WHERE alert = $1", rule);
        session.update("UPDATE alert SET evaluated_at = NULL WHERE id = $1", rule);
    }

    /** Whether there is any rule to evaluate. */
    boolean isAny(Session session) throws SQLException {
        return session.one(row -> row.getBoolean("found"), "SELECT EXISTS (SELECT FROM alert WHERE enabled) AS found");
    }

    /** The rules to evaluate, by id. */
    List<Rule> enabled(Session session) throws SQLException {
        return session.list(row -> rule(Columns.of(row)), COLUMNS + "WHERE a.enabled ORDER BY a.id");
    }

    /** Those rules whose revision is still current, locked against changes; by id. */
    Map<Long, Rule> unchanged(Session session, Collection<Rule> evaluated) throws SQLException {
        var ids = new HashSet<Long>(session.list(
                row -> row.getLong("id"),
                """
                SELECT a.id FROM alert AS a
                JOIN unnest($1::bigint[], $2::bigint[]) AS evaluated (id, revision) ON evaluated.id = a.id
                WHERE a.revision = evaluated.revision AND a.enabled
                FOR NO KEY UPDATE OF a
                """,
                evaluated.stream().map(Rule::id).toArray(Long[]::new),
                evaluated.stream().map(Rule::revision).toArray(Long[]::new)));
        return evaluated.stream()
                .filter(rule -> ids.contains(rule.id()))
                .collect(Collectors.toMap(Rule::id, Function.identity()));
    }

    /** The stored states of rules, by rule and coin. */
    Map<Long, Map<String, Remembered>> remembered(Session session, Collection<Long> rules) throws SQLException {
        var remembered = new HashMap<Long, Map<String, Remembered>>();
        session.list(
                row -> remembered
                        .computeIfAbsent(row.getLong("alert"), rule -> new HashMap<>())
                        .put(
                                row.getString("coin"),
                                new Remembered(row.getBoolean("firing"), Session.instant(row, "since"))),
                "SELECT alert, coin, firing, since FROM alert_state WHERE alert = ANY ($1)",
                (Object) rules.toArray(Long[]::new));
        return remembered;
    }

    /** Stores the states of rules. */
    void remember(Session session, List<Update> updates, Instant at) throws SQLException {
        for (int from = 0; from < updates.size(); from += CHUNK) {
            var part = updates.subList(from, Math.min(updates.size(), from + CHUNK));
            session.update(
                    """
                    INSERT INTO alert_state (alert, coin, firing, since, standing, value, finding, evaluated_at)
                    SELECT news.alert, news.coin, news.firing::boolean, news.since::timestamptz, news.standing,
                           news.value::numeric, news.finding, $8
                    FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
                         AS news (alert, coin, firing, since, standing, value, finding)
                    ON CONFLICT (alert, coin) DO UPDATE
                    SET firing = excluded.firing, since = excluded.since, standing = excluded.standing,
                        value = excluded.value, finding = excluded.finding, evaluated_at = excluded.evaluated_at
                    """,
                    part.stream().map(Update::rule).toArray(Long[]::new),
                    texts(part, update -> update.finding().coin()),
                    texts(part, update -> Boolean.toString(update.firing())),
                    texts(part, update -> update.since().toString()),
                    texts(part, update -> update.finding().standing().label()),
                    texts(part, update -> plain(update.finding().value())),
                    texts(part, update -> update.finding().text()),
                    at);
        }
    }

    /** Deletes the states of coins that rules no longer cover. */
    void forget(Session session, List<Transition> gone) throws SQLException {
        session.update("""
                DELETE FROM alert_state AS s USING unnest($1::bigint[], $2::text[]) AS gone (alert, coin)
                WHERE s.alert = gone.alert AND s.coin = gone.coin
                """, gone.stream().map(Transition::rule).toArray(Long[]::new), texts(gone, Transition::coin));
    }

    /** Records when rules fired and cleared. */
    void record(Session session, List<Transition> transitions, Instant at) throws SQLException {
        for (int from = 0; from < transitions.size(); from += CHUNK) {
            var part = transitions.subList(from, Math.min(transitions.size(), from + CHUNK));
            session.update(
                    """
                    INSERT INTO alert_event (alert, coin, event, at, value, finding)
                    SELECT news.alert, news.coin, news.event, $6, news.value::numeric, news.finding
                    FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[])
                         AS news (alert, coin, event, value, finding)
                    """,
                    part.stream().map(Transition::rule).toArray(Long[]::new),
                    texts(part, Transition::coin),
                    texts(part, Transition::event),
                    texts(part, transition -> plain(transition.value())),
                    texts(part, Transition::text),
                    at);
        }
    }

    void evaluated(Session session, Collection<Long> rules, Instant at) throws SQLException {
        session.update("UPDATE alert SET evaluated_at = $1 WHERE id = ANY ($2)", at, rules.toArray(Long[]::new));
    }

    /** Removes events from before a time. */
    void prune(Session session, Instant before) throws SQLException {
        session.update("DELETE FROM alert_event WHERE at < $1", before);
    }

    /** Time of the last evaluation, or of the first rule if there was none; empty if no rule is enabled. */
    Optional<Instant> lastEvaluation(Session session) throws SQLException {
        return session.one(
                row -> Optional.ofNullable(Session.instant(row, "at")),
                "SELECT coalesce(max(evaluated_at), min(created_at)) AS at FROM alert WHERE enabled");
    }

    /** Pairs of a rule and a coin for which it fires. */
    long countFiring(Session session) throws SQLException {
        return session.one(row -> row.getLong("firing"), "SELECT count(*) AS firing FROM alert_state WHERE firing");
    }

    private static <T> String[] texts(List<T> rows, Function<T, String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }

    private static String plain(BigDecimal value) {
        return value == null ? null : value.toPlainString();
    }

    private Rule rule(Columns row) {
        return new Rule(
                row.get(Long.class, "id"),
                row.get(Long.class, "revision"),
                row.get(String.class, "name"),
                List.of(row.get(String[].class, "coins")),
                condition(row.get(String.class, "condition")),
                List.of(row.get(Long[].class, "webhooks")));
    }

    private Alert alert(Columns row) {
        var condition = condition(row.get(String.class, "condition"));
        return new Alert(
                row.get(Long.class, "id"),
                row.get(String.class, "name"),
                List.of(row.get(String[].class, "coins")),
                condition,
                condition.description(currency),
                row.get(Boolean.class, "enabled"),
                List.of(row.get(Long[].class, "webhooks")),
                row.get(String.class, "created_by"),
                instant(row, "created_at"),
                instant(row, "changed_at"),
                instant(row, "evaluated_at"),
                Arrays.asList(row.get(String[].class, "firing")),
                null);
    }

    private static Alert.State state(Row row) {
        return new Alert.State(
                row.getString("coin"),
                row.getBoolean("firing"),
                row.getOffsetDateTime("since").toInstant(),
                Standing.of(row.getString("standing")),
                row.getBigDecimal("value"),
                row.getString("finding"),
                row.getOffsetDateTime("evaluated_at").toInstant());
    }

    private static Instant instant(Columns row, String name) {
        var time = row.get(OffsetDateTime.class, name);
        return time == null ? null : time.toInstant();
    }

    private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }

    private String json(Condition condition) {
        try {
            return mapper.writerFor(Condition.class).writeValueAsString(condition);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Condition condition(String json) {
        try {
            return mapper.readValue(json, Condition.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The condition of a rule cannot be read: " + json, e);
        }
    }
}
