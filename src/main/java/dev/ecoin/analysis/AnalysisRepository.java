package dev.ecoin.analysis;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.http.ProblemException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.data.Numeric;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs the analyses. Triggers maintain the table {@code monthly_price}, which some of them read. */
@ApplicationScoped
class AnalysisRepository {

    /** SQLSTATE of a statement that exceeded statement_timeout. */
    private static final String QUERY_CANCELED = "57014";

    private static final int FETCH_SIZE = 5_000;

    /** With the columns that the import reads. */
    private static final Query PRICES = new Query("""
            SELECT coin, day AS date, price, market_cap, volume, source::text AS source
            FROM daily_price
            ORDER BY coin, day
            """, "date", "date");

    /** Grace period for PostgreSQL to report the timeout itself, which it does unless the connection is dead. */
    private static final Duration TO_BE_TOLD = Duration.ofSeconds(1);

    private final Pool pool;
    private final JobDatabase database;
    private final LongReads longReads;
    private final Duration patience;

    AnalysisRepository(Pool pool, JobDatabase database, LongReads longReads, AnalysisConfig config) {
        this.pool = pool;
        this.database = database;
        this.longReads = longReads;
        this.patience = config.patience();
    }

    /**
     * Rows of an analysis, in order.
     *
     * @param after the row before the first one, null to start at the beginning
     * @param rows maximum number of rows
     * @return runs on a worker; fails with a {@link ProblemException} with status 503 if the query takes too long, or
     *     covers all coins while too many such queries run
     */
    Uni<Table> page(Analysis analysis, Selection selection, Position after, int rows) {
        var page = analysis.query().page(selection, analysis.dayColumn().orElse(null), after, rows);
        var answer = pool.withTransaction(connection -> bound(connection)
                .chain(() -> connection.preparedQuery(page.sql()).execute(Tuple.from(page.values()))));
        return (selection.coins().isEmpty() ? longReads.holding(answer) : answer)
                .ifNoItem()
                .after(patience.plus(TO_BE_TOLD))
                .fail()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(AnalysisRepository::table)
                .onFailure(AnalysisRepository::tookTooLong)
                .transform(e -> ProblemException.unavailable("The analysis took longer than " + patience.toSeconds()
                        + " s; ask for fewer coins, or for fewer rows with 'limit'."));
    }

    /** The timeout applies to each statement of the transaction and to each fetch. */
    private Uni<RowSet<Row>> bound(SqlConnection connection) {
        return connection
                .query("SET LOCAL statement_timeout = " + patience.toMillis())
                .execute();
    }

    /** Passes all selected prices to a consumer while reading them; blocks. */
    void prices(Selection selection, TableConsumer consumer) throws IOException {
        read(PRICES.select(selection), consumer);
    }

    /** Passes all selected rows of an analysis to a consumer while reading them; blocks. */
    void all(Analysis analysis, Selection selection, TableConsumer consumer) throws IOException {
        read(analysis.query().select(selection), consumer);
    }

    /** Keeps at most a few thousand rows in memory, however slowly the consumer takes them. */
    private void read(Query.Statement statement, TableConsumer consumer) throws IOException {
        var begun = new AtomicBoolean();
        try {
            database.run(session -> {
                if (begun.getAndSet(true)) {
                    throw new IllegalStateException("Rows that were given already cannot be taken back");
                }
                session.allow(patience);
                session.update("SET LOCAL idle_in_transaction_session_timeout = 0");
                session.read(
                        FETCH_SIZE,
                        rows -> {
                            parts(rows, consumer);
                            return null;
                        },
                        statement.sql(),
                        statement.values().toArray());
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void parts(ResultSet answer, TableConsumer consumer) throws SQLException {
        var columns = columns(answer.getMetaData());
        var rows = new ArrayList<List<Object>>();
        try {
            while (answer.next()) {
                var row = new ArrayList<>(columns.size());
                for (int i = 1; i <= columns.size(); i++) {
                    row.add(value(answer, i));
                }
                rows.add(row);
                if (rows.size() == FETCH_SIZE) {
                    consumer.accept(new Table(columns, rows));
                    rows = new ArrayList<>();
                }
            }
            // Also without rows, to pass on the columns.
            consumer.accept(new Table(columns, rows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> columns(ResultSetMetaData answer) throws SQLException {
        var columns = new ArrayList<String>();
        for (int i = 1; i <= answer.getColumnCount(); i++) {
            columns.add(answer.getColumnLabel(i));
        }
        return columns;
    }

    private static Object value(ResultSet row, int column) throws SQLException {
        return row.getMetaData().getColumnType(column) == Types.DATE
                ? row.getObject(column, LocalDate.class)
                : value(row.getObject(column));
    }

    private static boolean tookTooLong(Throwable failure) {
        return failure instanceof DatabaseException refused && QUERY_CANCELED.equals(refused.getSqlState());
    }

    private static Table table(RowSet<Row> answer) {
        var rows = new ArrayList<List<Object>>(answer.size());
        for (var row : answer) {
            var values = new ArrayList<>(row.size());
            for (int i = 0; i < row.size(); i++) {
                values.add(value(row.getValue(i)));
            }
            rows.add(values);
        }
        return new Table(Optional.ofNullable(answer.columnsNames()).orElse(List.of()), rows);
    }

    /** Converts fractions to decimals, which are written without scientific notation, as PostgreSQL prints them. */
    private static Object value(Object value) {
        if (value instanceof Numeric number) {
            return number.bigDecimalValue();
        }
        return value instanceof Double number ? BigDecimal.valueOf(number).stripTrailingZeros() : value;
    }
}
