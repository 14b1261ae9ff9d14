package dev.ecoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.elytron.security.common.BcryptUtil;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class PasswordCommandTest {

    private final StringWriter out = new StringWriter();

    @ParameterizedTest
    @ValueSource(strings = {"pässword\n", "pässword", "pässword\r\nand more"})
    void theFirstLineIsThePasswordAndItsHashIsAllThatIsPrinted(String input) {
        assertEquals(0, run(input));

        assertEquals(1, out.toString().lines().count());
        assertTrue(BcryptUtil.matches("pässword", out.toString().strip()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n"})
    void noPasswordIsNoHash(String input) {
        assertTrue(run(input) != 0);
        assertEquals("", out.toString());
    }

    @Test
    void itNeedsNoDatabase() {
        assertTrue(!Shell.needsDatabase("password"));
    }

    private int run(String input) {
        return new CommandLine(
                        new PasswordCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), null))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(new StringWriter()))
                .execute();
    }
}
