package dev.ecoin.testing;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.PreparedQuery;
import io.vertx.mutiny.sqlclient.Query;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Records the service's queries, and counts the rows that PostgreSQL reads for them. */
@Singleton
public final class RecordedStatements {

    private final Pool real;
    private final List<Statement> statements = new CopyOnWriteArrayList<>();
    private volatile boolean records;

    RecordedStatements(io.vertx.sqlclient.Pool pool) {
        real = new Pool(pool);
    }

    /** A query and its parameters. */
    public record Statement(String sql, Tuple values) {}

    /** Starts recording, until {@link #end}. */
    public void begin() {
        statements.clear();
        records = true;
    }

    /** The statements since then, without those that renew leases. */
    public List<Statement> end() {
        records = false;
        return List.copyOf(statements);
    }

    /** Number of rows of each table that the statements read, found or not, with indexes enabled wherever possible. */
    public SortedMap<String, Long> rowsRead(List<Statement> asked) {
        var rows = new TreeMap<String, Long>();
        for (var statement : asked) {
            var plan = real.withTransaction(connection -> connection
                            .query("SET LOCAL enable_seqscan = off")
                            .execute()
                            .chain(() -> connection
                                    .preparedQuery("EXPLAIN (ANALYZE, FORMAT JSON) " + statement.sql())
                                    .execute(statement.values())))
                    .await()
                    .indefinitely()
                    .iterator()
                    .next()
                    .get(JsonArray.class, 0);
            count(plan.getJsonObject(0).getJsonObject("Plan"), rows);
        }
        return rows;
    }

    private static void count(JsonObject node, SortedMap<String, Long> rows) {
        var table = node.getString("Relation Name");
        if (table != null) {
            var read = (node.getDouble("Actual Rows")
                            + node.getDouble("Rows Removed by Filter", 0.0)
                            + node.getDouble("Rows Removed by Index Recheck", 0.0))
                    * node.getLong("Actual Loops");
            rows.merge(table, Math.round(read), Long::sum);
        }
        node.getJsonArray("Plans", new JsonArray()).forEach(child -> count((JsonObject) child, rows));
    }

    private void record(String sql, Tuple values) {
        if (records && sql.startsWith("SELECT") && !sql.contains("cluster_member")) {
            statements.add(new Statement(sql, values));
        }
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    Pool recording() {
        return new Pool(real.getDelegate()) {
            @Override
            public Query<RowSet<Row>> query(String sql) {
                record(sql, Tuple.tuple());
                return super.query(sql);
            }

            @Override
            public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
                return recording(sql, super.preparedQuery(sql));
            }

            @Override
            public <T> Uni<T> withTransaction(Function<SqlConnection, Uni<T>> work) {
                return super.withTransaction(connection -> work.apply(recording(connection)));
            }
        };
    }

    private SqlConnection recording(SqlConnection connection) {
        return new SqlConnection(connection.getDelegate()) {
            @Override
            public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
                return recording(sql, super.preparedQuery(sql));
            }
        };
    }

    private PreparedQuery<RowSet<Row>> recording(String sql, PreparedQuery<RowSet<Row>> query) {
        return new PreparedQuery<>(query.getDelegate(), query.__typeArg_0) {
            @Override
            public Uni<RowSet<Row>> execute(Tuple values) {
                record(sql, values);
                return super.execute(values);
            }
        };
    }
}
