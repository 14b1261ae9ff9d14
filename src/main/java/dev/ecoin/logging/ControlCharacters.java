package dev.ecoin.logging;

import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Characters that a terminal or a log reader obeys rather than shows: line breaks, escape sequences, marks that reverse
 * the direction of text. A text from outside that holds some can forge a line of the log.
 */
public final class ControlCharacters {

    private ControlCharacters() {}

    /** Whether the text holds any; null holds none. */
    public static boolean areIn(String text) {
        return text != null && text.codePoints().anyMatch(ControlCharacters::isControl);
    }

    /** The text on one line: each control character as an escape of Java's, such as {@code \n}. */
    public static String escape(String text) {
        return replaceIn(text, ControlCharacters::escape);
    }

    /** The text with a space for each control character. */
    public static String blank(String text) {
        return replaceIn(text, character -> " ");
    }

    private static String replaceIn(String text, IntFunction<String> replacement) {
        if (!areIn(text)) {
            return text;
        }
        var shown = new StringBuilder(text.length() + 16);
        text.codePoints()
                .forEach(character -> shown.append(
                        isControl(character) ? replacement.apply(character) : Character.toString(character)));
        return shown.toString();
    }

    private static String escape(int character) {
        return switch (character) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format(Locale.ROOT, "\\u%04x", character);
        };
    }

    /** By Unicode's categories: Cc, Cf (which holds the bidirectional marks), Zl, Zp and halves of surrogate pairs. */
    private static boolean isControl(int character) {
        // Printable ASCII is nearly all there is.
        return (character < ' ' || character > '~')
                && switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> true;
                    default -> false;
                };
    }
}
