package dev.ecoin.http.security;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Refuses on the management interface everything but reads, and those of pages of other sites. The interface has a router of
 * its own, without the filters of the main port, and Quarkus opens its CORS to every site.
 */
@Singleton
final class ManagementRequests {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /** After Quarkus's handlers of bodies and CORS, which have the same order and were added before; before all others. */
    private static final int FIRST = Integer.MIN_VALUE;

    void install(@Observes ManagementInterface management) {
        management.router().route().order(FIRST).handler(ManagementRequests::check);
    }

    private static void check(RoutingContext context) {
        var request = context.request();
        context.response().putHeader("X-Content-Type-Options", "nosniff");
        if (!READS.contains(request.method())) {
            context.response()
                    .putHeader(HttpHeaders.ALLOW, "GET, HEAD")
                    .setStatusCode(405)
                    .end();
        } else if (request.headers().contains(HttpHeaders.ORIGIN)) {
            // Of a page of another site, as nothing here has pages.
            context.response().headers().remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
            context.response().setStatusCode(403).end();
        } else {
            context.next();
        }
    }
}
