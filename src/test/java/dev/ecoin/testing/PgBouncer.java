package dev.ecoin.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The machine's own PgBouncer in front of a server. */
public final class PgBouncer implements AutoCloseable {

    /** "required" makes its absence a failure instead of a skipped test. */
    private static final String VARIABLE = "ECOIN_TEST_PGBOUNCER";

    private static final List<Path> PLACES = List.of(Path.of("/usr/sbin/pgbouncer"), Path.of("/usr/bin/pgbouncer"));
    private static final Logger LOG = Logger.getLogger(PgBouncer.class);

    private final Path settings;
    private final int server;
    private final int port;
    private final Process process;
    private final BufferedReader log;

    private PgBouncer(Path executable, Path directory, int server, String mode) throws IOException {
        this.server = server;
        port = Postgres.freePort();
        settings = directory.resolve("pgbouncer.ini");
        write(mode);
        var command = new ArrayList<>(List.of(executable.toString(), settings.toString()));
        if (System.getProperty("user.name").equals("root")) {
            // PgBouncer refuses to run as root.
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            command.addAll(1, List.of("-u", "nobody"));
        }
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        log = process.inputReader();
        readUntil("process up");
    }

    /**
     * Skips the test, with a message, on a machine without PgBouncer.
     *
     * @param server port of a PostgreSQL that trusts its user postgres
     * @param mode of the pool: session, transaction or statement
     */
    public static PgBouncer start(Path directory, int server, String mode) throws IOException {
        var executable = PLACES.stream().filter(Files::isExecutable).findFirst();
        if (executable.isEmpty()) {
            var message = "There is no PgBouncer on this machine, so poolers are not tested (Debian: apt-get install"
                    + " pgbouncer).";
            if ("required".equals(System.getenv(VARIABLE))) {
                Assertions.fail(message);
            }
            LOG.warn(message);
            Assumptions.abort(message);
        }
        return new PgBouncer(executable.get(), directory, server, mode);
    }

    public int port() {
        return port;
    }

    /** Changes the mode of the pool, also for connected clients. */
    public void reload(String mode) throws IOException, InterruptedException {
        write(mode);
        var signal = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
        Assertions.assertEquals(0, signal.waitFor());
        readUntil("got SIGHUP");
    }

    private void write(String mode) throws IOException {
        Files.writeString(settings, """
                [databases]
                postgres = host=127.0.0.1 port=%d user=postgres
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = %s
                ignore_startup_parameters = extra_float_digits
                log_connections = 0
                log_disconnections = 0
                log_pooler_errors = 0
                """.formatted(server, port, mode));
    }

    private void readUntil(String text) throws IOException {
        for (var line = log.readLine(); line != null; line = log.readLine()) {
            if (line.contains(text)) {
                return;
            }
        }
        Assertions.fail("PgBouncer ended before it said '" + text + "'");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
