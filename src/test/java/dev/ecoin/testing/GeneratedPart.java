package dev.ecoin.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The part of a document, between two comments, that a test generates from the code. */
public final class GeneratedPart {

    private static final Pattern PART =
            Pattern.compile("(?<=<!-- generated -->\n).*(?=<!-- end of the generated part -->)", Pattern.DOTALL);

    private GeneratedPart() {}

    /** Compares the document's part with the generated text, or writes it with {@code -Decoin.docs=write}. */
    public static void assertGenerated(Path document, String text, Class<?> test) {
        try {
            var content = Files.readString(document);
            var part = PART.matcher(content);
            assertTrue(part.find(), () -> document + " has no generated part");
            if ("write".equals(System.getProperty("ecoin.docs"))) {
                Files.writeString(document, content.substring(0, part.start()) + text + content.substring(part.end()));
            } else {
                assertEquals(text, part.group(), () -> "%s is stale. Run: ./mvnw test -Dtest=%s -Decoin.docs=write"
                        .formatted(document, test.getSimpleName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
