package dev.ecoin.prices.imports;

import dev.ecoin.logging.ControlCharacters;

/** A line that holds no price to store; the message says why. */
final class RejectedException extends Exception {

    private static final long serialVersionUID = 1;

    private static final int EXCERPT = 60;

    RejectedException(String reason) {
        super(reason, null, false, false);
    }

    /** A text from a file as a message may have it: short, and without characters that a terminal obeys. */
    static String excerpt(String text) {
        return ControlCharacters.escape(
                text.codePointCount(0, text.length()) <= EXCERPT
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, EXCERPT)) + "…");
    }
}
