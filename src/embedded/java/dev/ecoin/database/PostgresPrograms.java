package dev.ecoin.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this machine, unpacked. */
record PostgresPrograms(Path home) {

    private static final String SYSTEM = system();
    private static final long MILLIS_TO_DRAIN = TimeUnit.SECONDS.toMillis(10);
    private static final int OWNER_EXECUTES = 0100;

    /** Unpacks this build's programs into the directory unless they are there, and removes those of other builds. */
    static PostgresPrograms in(Path directory) throws IOException {
        var archive = archive();
        var home = directory.resolve(digest(archive));
        if (Files.notExists(home)) {
            PrivateDirectory.delete(directory);
            var unfinished = Files.createDirectories(directory.resolve("unfinished"));
            unpack(archive, unfinished);
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        }
        return new PostgresPrograms(home);
    }

    /**
     * Runs a program until it exits.
     *
     * @throws IOException if it fails, with the line that contains the reason
     */
    void run(String input, String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        if (SYSTEM.equals("linux") && PrivateDirectory.user() == 0) {
            // PostgreSQL refuses to run as root; in a user namespace, root has no privileges and another name.
            Collections.addAll(command, "unshare", "-U");
        }
        command.add(home.resolve("bin")
                .resolve(program + (SYSTEM.equals("windows") ? ".exe" : ""))
                .toString());
        Collections.addAll(command, arguments);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = Collections.synchronizedList(new ArrayList<String>());
        // In a separate thread, because a server started by pg_ctl keeps the pipe open.
        var reader = new Thread(() -> read(process, said), program + " output");
        reader.setDaemon(true);
        reader.start();
        try {
            try (var stdin = process.outputWriter()) {
                stdin.write(input);
            } catch (IOException e) {
                // The program exited without reading its input; its output has the reason.
            }
            if (process.waitFor() != 0) {
                reader.join(MILLIS_TO_DRAIN);
                throw new IOException(reason(program, List.copyOf(said)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void read(Process process, List<String> lines) {
        try {
            process.inputReader().lines().forEach(lines::add);
        } catch (UncheckedIOException e) {
            // The JVM closes the pipe when the process exits.
        }
    }

    private static String reason(String program, List<String> said) {
        return said.stream()
                .filter(line -> line.contains("FATAL:") || line.contains("error:"))
                .findFirst()
                .or(() -> said.stream().filter(line -> !line.isBlank()).reduce((first, second) -> second))
                .orElse(program + " failed");
    }

    private static String system() {
        var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "darwin" : "linux";
    }

    private static URL archive() throws IOException {
        var machine = System.getProperty("os.arch");
        // macOS has universal binaries, and Windows on ARM emulates x86_64.
        var processor = machine.equals("aarch64") && SYSTEM.equals("linux") ? "arm_64" : "x86_64";
        var archive =
                PostgresPrograms.class.getClassLoader().getResource("postgres-" + SYSTEM + "-" + processor + ".txz");
        if (archive == null) {
            throw new IOException("this build has none for " + SYSTEM + " on " + machine);
        }
        return archive;
    }

    private static String digest(URL archive) throws IOException {
        try (var stream = new DigestInputStream(archive.openStream(), MessageDigest.getInstance("SHA-256"))) {
            stream.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(stream.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(URL archive, Path directory) throws IOException {
        try (InputStream stream = new BufferedInputStream(archive.openStream());
                var tar = new TarArchiveInputStream(new XZInputStream(stream))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var path = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                    continue;
                }
                Files.copy(tar, path);
                if ((entry.getMode() & OWNER_EXECUTES) != 0) {
                    path.toFile().setExecutable(true);
                }
            }
        }
    }
}
