package dev.ecoin.logging;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.quarkus.arc.Arc;
import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.MDC;

/** Spans of work that no request asked for. They cost nothing while traces are off. */
final class Spans {

    private static final String TRACER = "dev.ecoin";

    /** While it is, OpenTelemetry still makes spans, for nobody. */
    private static final String OFF = "quarkus.otel.sdk.disabled";

    private Spans() {}

    /** Does work in a span, below the current one if there is one. */
    static <T> T around(String name, String attribute, String value, Supplier<T> work) {
        if (ConfigProvider.getConfig().getOptionalValue(OFF, Boolean.class).orElse(true)) {
            return work.get();
        }
        var span = GlobalOpenTelemetry.getTracer(TRACER)
                .spanBuilder(name)
                .setAttribute(attribute, value)
                .startSpan();
        try {
            return in(Context.current().with(span), work);
        } catch (RuntimeException | Error e) {
            span.setStatus(StatusCode.ERROR).recordException(e);
            throw e;
        } finally {
            span.end();
        }
    }

    /**
     * Does work below the span of a context. Queries and calls look for it in the Vert.x context that they are made from,
     * and a thread of ours has none.
     */
    static <T> T in(Context context, Supplier<T> work) {
        if (!Span.fromContext(context).getSpanContext().isValid()) {
            return work.get();
        }
        var fields = MDC.getMap();
        var vertx = Arc.container().instance(Vertx.class).get();
        var own = (ContextInternal) VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        var before = own.beginDispatch();
        var scope = context.makeCurrent();
        try {
            // The log's fields are kept by Vert.x context too.
            fields.forEach(MDC::put);
            return work.get();
        } finally {
            scope.close();
            own.endDispatch(before);
        }
    }
}
