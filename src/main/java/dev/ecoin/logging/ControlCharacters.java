package dev.ecoin.logging;

import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Characters that a terminal or log reader interprets instead of showing: line breaks, escape sequences, bidirectional
 * marks. External text that contains them could forge log lines.
 */
public final class ControlCharacters {

    private ControlCharacters() {}

    /** Whether the text contains any; false for null. */
    public static boolean areIn(String text) {
        return text != null && text.codePoints().anyMatch(ControlCharacters::isControl);
    }

    /** Puts the text on one line by escaping control characters as in Java, such as {@code \n}. */
    public static String escape(String text) {
        return replaceIn(text, ControlCharacters::escape);
    }

    /** Replaces each control character by a space. */
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
        // Fast path: nearly all text is printable ASCII.
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
