package dev.ecoin.logging;

import io.quarkus.logging.LoggingFilter;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Escapes control characters in the messages and exceptions of all log records. The handlers in application.properties
 * name this filter, so it applies to text and JSON.
 */
@LoggingFilter(name = "one-line")
public final class OneLineRecords implements Filter {

    private static final Formatter MESSAGE = new PatternFormatter("%s");

    /** Escapes the record in place and lets it pass. */
    @Override
    public boolean isLoggable(LogRecord entry) {
        var message = MESSAGE.formatMessage(entry);
        if (ControlCharacters.areIn(message)) {
            entry.setMessage(ControlCharacters.escape(message));
            entry.setParameters(null);
        }
        if (areIn(entry.getThrown(), newSet())) {
            entry.setThrown(Escaped.of(entry.getThrown(), newSet()));
        }
        return true;
    }

    private static boolean areIn(Throwable thrown, Set<Throwable> seen) {
        return thrown != null
                && seen.add(thrown)
                && (ControlCharacters.areIn(thrown.toString())
                        || areIn(thrown.getCause(), seen)
                        || Arrays.stream(thrown.getSuppressed()).anyMatch(each -> areIn(each, seen)));
    }

    private static Set<Throwable> newSet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** An exception for the log: the same stack trace, with its text and that of its causes on one line. */
    private static final class Escaped extends Throwable {

        private static final long serialVersionUID = 1;

        private final String text;

        private Escaped(Throwable thrown, Throwable cause) {
            super(ControlCharacters.escape(thrown.getMessage()), cause);
            text = ControlCharacters.escape(thrown.toString());
            setStackTrace(thrown.getStackTrace());
        }

        /** null if the exception was seen before. */
        static Escaped of(Throwable thrown, Set<Throwable> seen) {
            if (thrown == null || !seen.add(thrown)) {
                return null;
            }
            var escaped = new Escaped(thrown, of(thrown.getCause(), seen));
            Arrays.stream(thrown.getSuppressed())
                    .map(each -> of(each, seen))
                    .filter(Objects::nonNull)
                    .forEach(escaped::addSuppressed);
            return escaped;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
