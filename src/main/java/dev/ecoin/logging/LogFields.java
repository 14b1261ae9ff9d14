package dev.ecoin.logging;

import io.opentelemetry.context.Context;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * What a piece of work is about. Structured logs have it as fields, under {@code mdc}; text tells it in its messages; traces
 * have a span of the work, with the same as attribute. The fields are the thread's (or request's): work handed to other
 * threads {@linkplain #takenAlong takes them along}.
 */
public final class LogFields {

    /** Where the service tells of the run, such as {@code /crawls/17}. */
    private static final String RUN = "run";

    private static final String COIN = "coin";

    /** Spans of all runs of a kind have one name. */
    private static final Pattern RUN_ID = Pattern.compile("[0-9]+$");

    private LogFields() {}

    /** Does work of a run; {@code address} is the path of the run's own resource. */
    public static <T> T ofRun(String address, Supplier<T> work) {
        return with(RUN, address, RUN_ID.matcher(address).replaceFirst("{id}"), work);
    }

    /** The same without a result. */
    public static void ofRun(String address, Runnable work) {
        ofRun(address, nothing(work));
    }

    /** Does work on a coin. */
    public static <T> T ofCoin(String coin, Supplier<T> work) {
        return with(COIN, coin, COIN, work);
    }

    /** The same without a result. */
    public static void ofCoin(String coin, Runnable work) {
        ofCoin(coin, nothing(work));
    }

    /** Work for another thread, about the same as what this thread does. */
    public static Runnable takenAlong(Runnable work) {
        var fields = MDC.getMap();
        var context = Context.current();
        return () -> Spans.in(context, () -> {
            fields.forEach(MDC::put);
            work.run();
            return null;
        });
    }

    private static Supplier<Void> nothing(Runnable work) {
        return () -> {
            work.run();
            return null;
        };
    }

    private static <T> T with(String field, String value, String span, Supplier<T> work) {
        return Spans.around(span, "ecoin." + field, value, () -> {
            var before = MDC.get(field);
            MDC.put(field, value);
            try {
                return work.get();
            } finally {
                if (before == null) {
                    MDC.remove(field);
                } else {
                    MDC.put(field, before);
                }
            }
        });
    }
}
