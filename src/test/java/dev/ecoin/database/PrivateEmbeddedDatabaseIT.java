package dev.ecoin.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.Postgres;
import dev.ecoin.testing.SecondUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another user of the machine cannot access the embedded database. As root, this is tested with a second user too. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PrivateEmbeddedDatabaseIT {

    private final LocalDatabase database = LocalDatabase.find().orElseThrow();

    @TempDir
    Path base;

    @BeforeEach
    void letEverybodyIn() throws IOException {
        permit(base, "rwxr-xr-x");
    }

    @Test
    void dataOfAnEarlierReleaseAreTakenOverAndNoLongerOpenToEverybody() throws Exception {
        var directory = base.resolve("postgresql");
        try (var earlier = Postgres.builder()
                        .setDataDirectory(directory)
                        .setCleanDataDirectory(false)
                        .start();
                var connection = earlier.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
        }

        String former;
        try (var server = database.start(directory)) {
            former = server.password();
            assertEquals("42", value(server, former, "SELECT answer FROM kept"));
            assertEquals(
                    "t",
                    value(server, former, "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE oid = 10"));
            assertRefused(server, "");
            assertRefused(server, "wrong");
            assertEquals("", value(server, former, "SHOW unix_socket_directories"));
            assertKeptOut(directory);

            var found = database.running(directory).orElseThrow();
            assertEquals(server.url(), found.url());
            assertEquals(former, found.password());
        }

        try (var server = database.start(directory)) {
            assertRefused(server, former);
            assertEquals("42", value(server, server.password(), "SELECT answer FROM kept"));
        }
    }

    @Test
    void aDirectoryThatOthersCanChangeOrExchangeIsRefused() throws Exception {
        var open = Files.createDirectory(base.resolve("open"));
        var planted = Files.writeString(
                Files.createDirectory(open.resolve("programs")).resolve("initdb"), "planted");
        permit(open, "rwxrwxrwx");
        assertRefused(open, "is open to other users (rwxrwxrwx)");
        permit(open, "rwxr-x---");
        assertRefused(open, "is open to other users (rwxr-x---)");
        assertEquals("planted", Files.readString(planted));

        var shared = Files.createDirectory(base.resolve("shared"));
        permit(shared, "rwxrwxrwx");
        assertRefused(shared.resolve("postgresql"), "may write " + shared);
        assertFalse(Files.exists(shared.resolve("postgresql")), "created");

        var exchangeable = Files.createDirectory(shared.resolve("exchangeable"));
        permit(exchangeable, "rwx------");
        assertRefused(Files.createSymbolicLink(base.resolve("link"), exchangeable), "may write ");
    }

    @Test
    void aDirectoryOfOtherThingsIsRefused() throws Exception {
        var home = Files.createDirectory(base.resolve("home"));
        Files.createFile(home.resolve("diary.txt"));
        permit(home, "rwx------");
        assertRefused(home, "holds other files and no database");
        try (var files = Files.list(home)) {
            assertEquals(1, files.count());
        }
        assertRefused(Files.createFile(base.resolve("file")), "is a file");
    }

    @Test
    void aDirectoryThatAnotherUserPreparedIsRefused() throws Exception {
        if (SecondUser.available()) {
            var prepared = Files.createDirectory(base.resolve("prepared"));
            permit(prepared, "rwx------");
            Files.setAttribute(prepared, "unix:uid", SecondUser.ID);
            assertRefused(prepared, "belongs to ");
            assertRefused(prepared.resolve("postgresql"), ", who owns " + prepared);
        } else {
            // Stands for a directory of another user.
            assertRefused(Path.of("/"), "belongs to root");
        }
    }

    private void assertRefused(Path directory, String why) {
        var message = assertThrows(LocalDatabase.UnavailableException.class, () -> database.start(directory))
                .getMessage();
        assertTrue(message.contains(why) && message.lines().count() == 1, message);
        if (Files.exists(directory)) {
            // Otherwise commands would connect to any server that the directory names.
            var toCommands = assertThrows(LocalDatabase.UnavailableException.class, () -> database.running(directory));
            assertEquals(message, toCommands.getMessage());
        }
    }

    private static void assertKeptOut(Path directory) throws Exception {
        assertEquals("rwx------", permissions(directory));
        assertEquals("rw-------", permissions(directory.resolve(LocalDatabase.PASSWORD_FILE)));
        if (!SecondUser.available()) {
            return;
        }
        assertEquals(0, SecondUser.run("ls '%s'".formatted(directory.getParent())), "nothing else keeps it out");
        for (var attempt : List.of(
                "ls '%s'",
                "cat '%s/pgpass'",
                "cat '%s/postmaster.pid'",
                "echo 'host all all all trust' >> '%s/pg_hba.conf'",
                "cp /bin/true '%s/programs/initdb'",
                "mv '%1$s' '%1$s.away'")) {
            assertNotEquals(0, SecondUser.run(attempt.formatted(directory)), attempt);
        }
    }

    private static void assertRefused(LocalDatabase.Server server, String password) {
        var refusal = assertThrows(SQLException.class, () -> value(server, password, "SELECT 1"));
        // invalid_password, or the driver has no password to send.
        assertTrue(List.of("28P01", "08004").contains(refusal.getSQLState()), refusal::getMessage);
    }

    private static String value(LocalDatabase.Server server, String password, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:" + server.url(), LocalDatabase.USERNAME, password);
                var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            assertTrue(result.next(), sql);
            return result.getString(1);
        }
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
