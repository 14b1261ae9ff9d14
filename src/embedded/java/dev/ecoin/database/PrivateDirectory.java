package dev.ecoin.database;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;

/**
 * A directory that only the user of this process (and root) can read, change or replace. Without POSIX permissions on
 * the platform, it inherits the rules of its parents and is not checked.
 */
final class PrivateDirectory {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    private static final Set<PosixFilePermission> OWNER_ALONE = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");

    private static final int NOT_THE_OWNERS = 0077;
    private static final int GROUP_WRITES = 0020;
    private static final int ALL_WRITE = 0002;
    private static final int STICKY = 01000;

    private static final String TO_DO = " Choose another directory with ECOIN_DATABASE_DIRECTORY, or ";

    private PrivateDirectory() {}

    /** Creates the directory if it is missing and makes an empty one private; throws if it is not private. */
    static void claim(Path directory) throws IOException {
        if (POSIX) {
            checkParents(directory);
        }
        if (Files.notExists(directory)) {
            Files.createDirectories(directory, attributes(OWNER_ALONE));
        }
        if (POSIX && owner(directory) == user() && isEmpty(directory)) {
            var before = Files.getPosixFilePermissions(directory);
            Files.setPosixFilePermissions(directory, OWNER_ALONE);
            if (!isEmpty(directory)) {
                // Another process was faster. Restore the permissions, or the next start would consider the directory
                // private.
                Files.setPosixFilePermissions(directory, before);
            }
        }
        check(directory);
    }

    /** Throws if the directory is not private or contains anything other than a database. */
    static void check(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new RefusedException("The database directory " + directory + " is a file." + TO_DO + "remove it.");
        }
        if (POSIX) {
            checkParents(directory);
            checkParents(directory.toRealPath());
            var attributes = attributes(directory);
            if ((int) attributes.get("uid") != user()) {
                throw new RefusedException("The database directory " + directory + " belongs to "
                        + attributes.get("owner") + "." + TO_DO + "run as that user.");
            }
            if (((int) attributes.get("mode") & NOT_THE_OWNERS) != 0) {
                throw new RefusedException("The database directory " + directory + " is open to other users ("
                        + PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)) + ")." + TO_DO
                        + "make sure that nobody changed it and run: chmod 700 '" + directory + "'");
            }
        }
        if (!isEmpty(directory)
                && Files.notExists(directory.resolve("epg-lock"))
                && Files.notExists(directory.resolve("PG_VERSION"))) {
            throw new RefusedException("The database directory " + directory + " holds other files and no database."
                    + TO_DO + "empty it.");
        }
    }

    /** Writes a file that only its owner can read. */
    static void write(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(Files.createFile(file, attributes(SECRET)), content);
    }

    static void delete(Path tree) throws IOException {
        if (Files.notExists(tree, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (var paths = Files.walk(tree)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Id of the user of this process; only on platforms with user ids. */
    static int user() {
        return (int) new UnixSystem().getUid();
    }

    /** Anyone who can write to a directory can replace its entries, unless it is sticky and another user owns them. */
    private static void checkParents(Path directory) throws IOException {
        for (var parent = directory.getParent(); parent != null; parent = parent.getParent()) {
            if (Files.notExists(parent)) {
                continue;
            }
            var attributes = attributes(parent);
            var owner = (int) attributes.get("uid");
            if (owner != 0 && owner != user()) {
                throw new RefusedException("The database directory " + directory + " can be exchanged by "
                        + attributes.get("owner") + ", who owns " + parent + "." + TO_DO + "run as that user.");
            }
            var mode = (int) attributes.get("mode");
            // On systems with umask 002, a group with the owner's name belongs to the owner alone.
            var ownGroup = attributes
                    .get("owner")
                    .toString()
                    .equals(attributes.get("group").toString());
            var others = ALL_WRITE | (ownGroup ? 0 : GROUP_WRITES);
            if ((mode & others) != 0 && (mode & STICKY) == 0) {
                throw new RefusedException("The database directory " + directory + " can be exchanged by other users,"
                        + " who may write " + parent + "." + TO_DO + "run: chmod go-w '" + parent + "'");
            }
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (var entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static int owner(Path path) throws IOException {
        return (int) attributes(path).get("uid");
    }

    private static Map<String, Object> attributes(Path path) throws IOException {
        return Files.readAttributes(path, "unix:uid,mode,owner,group");
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return POSIX
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    /** Thrown if the directory must not be used; the message is for the user. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }
}
