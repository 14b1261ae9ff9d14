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

/** Spans for work without a request. They cost nothing while tracing is off. */
final class Spans {

    private static final String TRACER = "dev.ecoin";

    /** Checked because OpenTelemetry creates spans even while it is disabled. */
    private static final String OFF = "quarkus.otel.sdk.disabled";

    private Spans() {}

    /** Performs work in a span, as a child of the current one if there is one. */
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
     * Performs work with the span of a context as parent. Queries and calls take it from the current Vert.x context,
     * which the service's own threads lack.
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
            // The log fields belong to the Vert.x context too.
            fields.forEach(MDC::put);
            return work.get();
        } finally {
            scope.close();
            own.endDispatch(before);
        }
    }
}
