package dev.ecoin.prices.imports;

import dev.ecoin.logging.ControlCharacters;

/** Thrown for a line without a price to store; the message gives the reason. */
final class RejectedException extends Exception {

    private static final long serialVersionUID = 1;

    private static final int EXCERPT = 60;

    RejectedException(String reason) {
        super(reason, null, false, false);
    }

    /** Shortens a text from a file and replaces control characters, for use in a message. */
    static String excerpt(String text) {
        return ControlCharacters.escape(
                text.codePointCount(0, text.length()) <= EXCERPT
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, EXCERPT)) + "…");
    }
}
