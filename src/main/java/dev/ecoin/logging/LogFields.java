package dev.ecoin.logging;

import io.opentelemetry.context.Context;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * Fields that identify the current run or coin: under {@code mdc} in structured logs, and as attributes of a span in
 * traces. Text logs name both in their messages. The fields belong to the thread or request; {@link #takenAlong}
 * passes them to other threads.
 */
public final class LogFields {

    /** The run's resource, such as {@code /crawls/17}. */
    private static final String RUN = "run";

    private static final String COIN = "coin";

    /** Removed from span names, so that all runs of a kind share one name. */
    private static final Pattern RUN_ID = Pattern.compile("[0-9]+$");

    private LogFields() {}

    /** Performs work of a run; {@code address} is the path of the run's resource. */
    public static <T> T ofRun(String address, Supplier<T> work) {
        return with(RUN, address, RUN_ID.matcher(address).replaceFirst("{id}"), work);
    }

    /** {@link #ofRun(String, Supplier)} without a result. */
    public static void ofRun(String address, Runnable work) {
        ofRun(address, nothing(work));
    }

    /** Performs work on a coin. */
    public static <T> T ofCoin(String coin, Supplier<T> work) {
        return with(COIN, coin, COIN, work);
    }

    /** {@link #ofCoin(String, Supplier)} without a result. */
    public static void ofCoin(String coin, Runnable work) {
        ofCoin(coin, nothing(work));
    }

    /** Wraps work for another thread with this thread's fields. */
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
