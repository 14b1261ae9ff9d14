package dev.ecoin.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.postgresql.core.BaseConnection;

/**
 * A connection within a transaction. Statements name their parameters as PostgreSQL does, from {@code $1} on, so that
 * jobs and requests share them: null, strings, numbers, booleans, {@link LocalDate}, {@link Instant}, UUIDs, byte
 * arrays, and arrays of strings or longs. Each occurrence of a parameter has its own type; if it may be null, a cast
 * declares the type.
 */
public final class Session {

    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    private static final Logger LOG = Logger.getLogger(Session.class);

    /** Grace period for the server to report the timeout itself, which it does unless it is dead. */
    private static final Duration TO_BE_TOLD = Duration.ofSeconds(10);

    private final Connection connection;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private Integer formerTimeout;

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Runs the action once the transaction is committed, on the same thread; not if it is rolled back. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** All rows. */
    public <T> List<T> list(Reader<T> reader, String sql, Object... parameters) throws SQLException {
        try (var statement = prepare(sql, parameters);
                var rows = statement.executeQuery()) {
            var list = new ArrayList<T>();
            while (rows.next()) {
                list.add(reader.read(rows));
            }
            return list;
        }
    }

    /** The first row, empty if there is none. */
    public <T> Optional<T> first(Reader<T> reader, String sql, Object... parameters) throws SQLException {
        return list(reader, sql, parameters).stream().findFirst();
    }

    /** The only row. */
    public <T> T one(Reader<T> reader, String sql, Object... parameters) throws SQLException {
        return first(reader, sql, parameters).orElseThrow();
    }

    /** Returns the number of changed rows. */
    public int update(String sql, Object... parameters) throws SQLException {
        try (var statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Executes the statement for each array of parameters, in one round trip. */
    public void updateAll(String sql, List<Object[]> parameters) throws SQLException {
        var order = order(sql);
        try (var statement = connection.prepareStatement(jdbc(sql))) {
            for (var row : parameters) {
                bind(statement, order, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /**
     * Streams a long result, with a limited number of rows in memory.
     *
     * @param reader receives the whole result, positioned before its first row
     */
    public <T> T read(int rows, Reader<T> reader, String sql, Object... parameters) throws SQLException {
        try (var statement = prepare(sql, parameters)) {
            statement.setFetchSize(rows);
            try (var answer = statement.executeQuery()) {
                return reader.read(answer);
            }
        }
    }

    /**
     * Sends rows by COPY, each part as soon as it is available, so that the server works while the next part is
     * prepared.
     *
     * @param sql {@code COPY ... FROM STDIN}
     * @param rows in COPY's text format, several rows per element
     */
    public long copy(String sql, Stream<String> rows) throws SQLException {
        var server = connection.unwrap(BaseConnection.class);
        var copy = server.getCopyAPI().copyIn(sql);
        try {
            for (var part : (Iterable<String>) rows::iterator) {
                var bytes = part.getBytes(UTF_8);
                send(server, () -> copy.writeToCopy(bytes, 0, bytes.length));
            }
            send(server, copy::endCopy);
            return copy.getHandledRowCount();
        } finally {
            if (copy.isActive()) {
                send(server, copy::cancelCopy);
            }
        }
    }

    @FunctionalInterface
    private interface Sending {
        void run() throws SQLException;
    }

    /**
     * Closes the connection if sending takes too long. Java has a timeout for reading only; if a server stops accepting
     * data, TCP would wait a quarter of an hour. Over TLS it still does, because closing waits for pending writes.
     *
     * @param server the driver's connection; the pool's would not close it
     */
    private static void send(Connection server, Sending sending) throws SQLException {
        var longest = server.getNetworkTimeout();
        var sent = new CompletableFuture<Void>();
        if (longest > 0) {
            sent.orTimeout(longest + TO_BE_TOLD.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionallyAsync(late -> abort(server));
        }
        try {
            sending.run();
        } finally {
            sent.complete(null);
        }
    }

    private static Void abort(Connection server) {
        try {
            server.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("A connection could not be aborted", e);
        }
        return null;
    }

    /** Limits each statement and each part of a result to this time, until the end of the transaction. */
    public void allow(Duration longest) throws SQLException {
        update("SET LOCAL statement_timeout = " + longest.toMillis());
        if (formerTimeout == null) {
            formerTimeout = connection.getNetworkTimeout();
        }
        connection.setNetworkTimeout(
                Runnable::run, (int) Math.min(longest.plus(TO_BE_TOLD).toMillis(), Integer.MAX_VALUE));
    }

    /** Restores the connection for its next user. */
    void end() {
        try {
            if (formerTimeout != null) {
                connection.setNetworkTimeout(Runnable::run, formerTimeout);
            }
        } catch (SQLException e) {
            LOG.debug("A broken connection has no next user", e);
        }
    }

    /** An instant in a row; null if the column is null. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        var time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        var statement = connection.prepareStatement(jdbc(sql));
        try {
            bind(statement, order(sql), parameters);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private static String jdbc(String sql) {
        return PARAMETER.matcher(sql).replaceAll("?");
    }

    /** The parameter of each question mark in the JDBC statement, counted from 0. */
    private static int[] order(String sql) {
        return PARAMETER
                .matcher(sql)
                .results()
                .mapToInt(parameter -> Integer.parseInt(parameter.group(1)) - 1)
                .toArray();
    }

    private void bind(PreparedStatement statement, int[] order, Object... parameters) throws SQLException {
        for (int i = 0; i < order.length; i++) {
            var value = parameters[order[i]];
            if (value instanceof Instant instant) {
                statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
            } else if (value instanceof String[] texts) {
                statement.setArray(i + 1, connection.createArrayOf("text", texts));
            } else if (value instanceof Long[] numbers) {
                statement.setArray(i + 1, connection.createArrayOf("bigint", numbers));
            } else if (value instanceof Double[] numbers) {
                statement.setArray(i + 1, connection.createArrayOf("float8", numbers));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }
}
