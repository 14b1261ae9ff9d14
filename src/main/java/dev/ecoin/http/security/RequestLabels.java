package dev.ecoin.http.security;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.micrometer.runtime.HttpServerMetricsTagsContributor;
import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Bounds the labels of {@code http_server_requests}, because each value creates a dozen series for the life of the
 * process: the method is a supported one or {@value #OTHER}, the address is an endpoint's template or {@value
 * #NO_ENDPOINT}. Quarkus takes both from the request and stops counting new addresses, including those of endpoints,
 * after a hundred.
 */
@Singleton
final class RequestLabels implements HttpServerMetricsTagsContributor {

    private static final String REQUESTS = "http.server.requests";
    private static final String METHOD = "method";
    private static final String OTHER = "OTHER";

    /** Files of the page, and unknown addresses. */
    private static final String NO_ENDPOINT = "/*";

    /** Set by Quarkus REST when it has found the endpoint; its metrics and traces prefer it to the address. */
    private static final String TEMPLATE = "UrlPathTemplate";

    /** Swagger UI and similar; Quarkus does not count these requests. */
    private static final String NOT_COUNTED = "/q/";

    private static final int BEFORE_ALL_OTHERS = 20_000;

    void install(@Observes Filters filters) {
        filters.register(RequestLabels::label, BEFORE_ALL_OTHERS);
    }

    void install(@Observes ManagementInterface management) {
        management.router().route().order(Integer.MIN_VALUE).handler(RequestLabels::label);
    }

    private static void label(RoutingContext context) {
        var request = (HttpServerRequestInternal) context.request();
        if (request.path() == null || !request.path().startsWith(NOT_COUNTED)) {
            request.context().putLocal(TEMPLATE, NO_ENDPOINT);
        }
        context.next();
    }

    @Override
    public Tags contribute(Context context) {
        return HttpMethods.isAnswered(context.request().method()) ? Tags.empty() : Tags.of(METHOD, OTHER);
    }

    /** Requests whose client disconnects before the answer are counted without calling {@link #contribute}. */
    @Produces
    @Singleton
    static MeterFilter knownMethods() {
        return MeterFilter.deny(RequestLabels::hasUnknownMethod);
    }

    private static boolean hasUnknownMethod(Meter.Id meter) {
        var method = meter.getName().equals(REQUESTS) ? meter.getTag(METHOD) : null;
        return method != null && !method.equals(OTHER) && !HttpMethods.isAnswered(HttpMethod.valueOf(method));
    }
}
