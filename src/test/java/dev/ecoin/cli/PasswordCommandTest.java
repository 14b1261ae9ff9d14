package dev.ecoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ecoin.EcoinForecaster;
import io.quarkus.elytron.security.common.BcryptUtil;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PasswordCommandTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"pässword-of-16\n", "pässword-of-16", "pässword-of-16\r\nand more"})
    void theFirstLineIsThePasswordAndItsHashIsAllThatIsPrinted(String input) {
        assertEquals(0, run(input));

        assertEquals(1, out.toString().lines().count());
        assertTrue(BcryptUtil.matches("pässword-of-16", out.toString().strip()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "elevenchars\n"})
    void noPasswordOrAShortOneIsNoHash(String input) {
        assertTrue(run(input) != 0);
        assertEquals("", out.toString());
    }

    /** With standard output redirected, as in {@code hash=$(... password)}; the user types the password, or Ctrl-C. */
    @ParameterizedTest
    @ValueSource(strings = {"pässword-of-16\n", "\u0003"})
    @Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void whatIsTypedIsAskedForAndNotShownAndTheTerminalIsAsBefore(String typed) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no terminal to try it in");
        var hash = directory.resolve("hash");
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var terminal = new ProcessBuilder(
                        // A background build ignores SIGINT, and its child processes would inherit that.
                        "/usr/bin/env",
                        "--default-signal=INT",
                        "/usr/bin/script",
                        "--quiet",
                        "--command",
                        "trap : INT; \"%s\" -cp \"$CLASSES\" %s password > \"%s\"; stty -a"
                                .formatted(java, EcoinForecaster.class.getName(), hash),
                        "/dev/null")
                .redirectErrorStream(true);
        terminal.environment().put("CLASSES", System.getProperty("java.class.path"));
        var process = terminal.start();
        var shown = new StringBuilder();
        try (var output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8);
                var keyboard = process.getOutputStream()) {
            for (int next = output.read(); next >= 0; next = output.read()) {
                shown.append((char) next);
                if (shown.toString().endsWith("Password: ") || shown.toString().endsWith("again: ")) {
                    keyboard.write(typed.getBytes(StandardCharsets.UTF_8));
                    keyboard.flush();
                }
            }
        }

        assertTrue(shown.toString().contains("Password: "), shown::toString);
        assertFalse(shown.toString().contains("pässword-of-16"), shown::toString);
        assertTrue(shown.toString().contains(" echo "), shown::toString);
        var printed = Files.readString(hash).strip();
        assertTrue(printed.isEmpty() ? typed.equals("\u0003") : BcryptUtil.matches("pässword-of-16", printed), printed);
    }

    private int run(String input) {
        return new CommandLine(
                        new PasswordCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), null))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter()))
                .execute();
    }
}
