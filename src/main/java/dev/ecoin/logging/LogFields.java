package dev.ecoin.logging;

import java.util.function.Supplier;
import org.jboss.logging.MDC;

/**
 * What the records logged by a piece of work are about. Structured logs have it as fields, under {@code mdc}; text tells
 * it in its messages. The fields are the thread's (or request's): work handed to other threads takes them along itself.
 */
public final class LogFields {

    /** Where the service tells of the run, such as {@code /crawls/17}. */
    private static final String RUN = "run";

    private static final String COIN = "coin";

    private LogFields() {}

    /** Does work of a run; {@code address} is the path of the run's own resource. */
    public static <T> T ofRun(String address, Supplier<T> work) {
        return with(RUN, address, work);
    }

    /** The same without a result. */
    public static void ofRun(String address, Runnable work) {
        with(RUN, address, nothing(work));
    }

    /** Does work on a coin. */
    public static <T> T ofCoin(String coin, Supplier<T> work) {
        return with(COIN, coin, work);
    }

    /** The same without a result. */
    public static void ofCoin(String coin, Runnable work) {
        with(COIN, coin, nothing(work));
    }

    private static Supplier<Void> nothing(Runnable work) {
        return () -> {
            work.run();
            return null;
        };
    }

    private static <T> T with(String field, String value, Supplier<T> work) {
        var before = MDC.get(field);
        MDC.put(field, ControlCharacters.escape(value));
        try {
            return work.get();
        } finally {
            if (before == null) {
                MDC.remove(field);
            } else {
                MDC.put(field, before);
            }
        }
    }
}
