package dev.ecoin.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A running server, as recorded in its data directory. */
record Postmaster(long pid, Instant started, int port) {

    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(10);

    /** The server that runs on the data; a killed server leaves its record behind. */
    static Optional<Postmaster> of(Path data) throws IOException {
        try {
            // Process id, data directory, start time in seconds since the epoch, port, ...
            var lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return Optional.of(new Postmaster(
                            Long.parseLong(lines.get(0).trim()),
                            Instant.ofEpochSecond(Long.parseLong(lines.get(2).trim())),
                            Integer.parseInt(lines.get(3).trim())))
                    .filter(Postmaster::runs);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Compares the start time too, because the process id may have been reused. */
    private boolean runs() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().startInstant())
                .filter(start -> Duration.between(start, started).abs().compareTo(CLOCK_TOLERANCE) < 0)
                .isPresent();
    }
}
