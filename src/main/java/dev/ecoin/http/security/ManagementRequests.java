package dev.ecoin.http.security;

import dev.ecoin.http.ProblemException;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.OptionalInt;
import java.util.Set;

/**
 * On the management interface, rejects all requests except reads, and requests from pages of other sites. The interface
 * has its own router without the filters of the main port, and Quarkus allows CORS from every site there.
 */
@Singleton
final class ManagementRequests {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    /**
     * After Quarkus's handlers of bodies and CORS, which have the same order and were added earlier; before all others.
     */
    private static final int FIRST = Integer.MIN_VALUE;

    void install(@Observes ManagementInterface management) {
        management.router().route().order(FIRST).handler(ManagementRequests::check);
    }

    private static void check(RoutingContext context) {
        var response = context.response().putHeader("X-Content-Type-Options", "nosniff");
        var refusal = refusal(context.request());
        if (refusal.isEmpty()) {
            context.next();
            return;
        }
        response.headers().remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
        response.putHeader(HttpHeaders.ALLOW, "GET, HEAD")
                .setStatusCode(refusal.getAsInt())
                .end();
    }

    private static OptionalInt refusal(HttpServerRequest request) {
        if (!READS.contains(request.method())) {
            return OptionalInt.of(405);
        }
        // The interface has no pages, so a page of another site sent this.
        if (request.headers().contains(HttpHeaders.ORIGIN)) {
            return OptionalInt.of(403);
        }
        try {
            RequestChecks.requireReadableUri(request);
            return OptionalInt.empty();
        } catch (ProblemException e) {
            return OptionalInt.of(e.problem().status());
        }
    }
}
