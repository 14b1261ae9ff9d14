package dev.ecoin.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Utf8Test {

    private static final byte[] COMMAND_LINE =
            "java\0-jar\0größe.jar\0export\0\0größe.csv\0".getBytes(StandardCharsets.UTF_8);

    @Test
    void argumentsReadAsAsciiAreReadAgain() {
        var given = new String[] {"export", "", "größe.csv"};

        assertArrayEquals(given, Utf8.arguments(COMMAND_LINE, "export", "", "gr????e.csv"));
        assertArrayEquals(given, Utf8.arguments(COMMAND_LINE, "export", "", "gr\uFFFD\uFFFD\uFFFD\uFFFDe.csv"));
    }

    @Test
    void argumentsOfAnotherCommandLineStay() {
        for (var read : new String[][] {{"fit"}, {"größe.csv"}, {"1", "2", "3", "4", "5", "6", "7"}}) {
            assertSame(read, Utf8.arguments(COMMAND_LINE, read));
        }
        assertArrayEquals(new String[0], Utf8.arguments(COMMAND_LINE));
    }
}
