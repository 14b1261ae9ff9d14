package dev.ecoin.database;

import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Starts a PostgreSQL server on this machine. Found by {@link ServiceLoader}, because some builds do not contain one.
 */
public interface LocalDatabase {

    /** The superuser that PostgreSQL's initdb creates. */
    String USERNAME = "postgres";

    /** File with the password in the server's directory, in the format of libpq's {@code passfile}. */
    String PASSWORD_FILE = "pgpass";

    /**
     * Starts a server on the data in the directory, which is created and initialised if necessary.
     *
     * @throws UnavailableException if it cannot be started, or if other users can access the directory; the message
     *     says why and what to do
     */
    Server start(Path directory);

    /**
     * The running server on the data in the directory, started by another process; closing it does not stop it.
     *
     * @throws UnavailableException if other users can access the directory
     */
    Optional<Server> running(Path directory);

    /** Whether the directory contains data of a server. */
    boolean exists(Path directory);

    static Optional<LocalDatabase> find() {
        return ServiceLoader.load(LocalDatabase.class).findFirst();
    }

    static UnavailableException missing() {
        return new UnavailableException(
                "No database is configured and this build brings none: set QUARKUS_DATASOURCE_REACTIVE_URL"
                        + " (postgresql://HOST:5432/DATABASE), QUARKUS_DATASOURCE_USERNAME and"
                        + " QUARKUS_DATASOURCE_PASSWORD.",
                null);
    }

    /** For a command that needs existing data. */
    static UnavailableException nothingThere(Path directory) {
        return new UnavailableException(
                "There is no database in " + directory.toAbsolutePath().normalize()
                        + " yet. Start the service or crawl a coin first, or choose another database with"
                        + " ECOIN_DATABASE_DIRECTORY or QUARKUS_DATASOURCE_REACTIVE_URL.",
                null);
    }

    /** A running server, stopped by {@link #close()}. */
    interface Server extends AutoCloseable {

        /** Address as {@code postgresql://host:port/database}. */
        String url();

        /** The password of {@link #USERNAME}. */
        String password();

        @Override
        void close();
    }

    /** Thrown if there is no database to run on; the message is for the user. */
    final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public UnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
