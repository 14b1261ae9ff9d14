package dev.ecoin.http.security;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/** Headers of every answer, including errors and static files: load nothing from other sites, no framing by them. */
@Singleton
final class SecurityHeaders {

    /** Before all others, so that their rejections have the headers too. */
    private static final int PRIORITY = 10_000;

    private static final String POLICY =
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** For Swagger UI and Quarkus's Dev UI (dev mode only), which use inline scripts and styles. */
    private static final String POLICY_WITH_INLINE =
            POLICY + "; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'";

    private static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "same-origin",
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin");

    void install(@Observes Filters filters) {
        filters.register(SecurityHeaders::add, PRIORITY);
    }

    private static void add(RoutingContext context) {
        var headers = context.response().headers();
        headers.addAll(HEADERS);
        headers.add("Content-Security-Policy", policy(context.request().path()));
        if (isByTls(context.request())) {
            headers.add("Strict-Transport-Security", "max-age=31536000");
        }
        context.next();
    }

    private static String policy(String path) {
        return path != null && (path.startsWith("/q/swagger-ui") || path.startsWith("/q/dev-ui"))
                ? POLICY_WITH_INLINE
                : POLICY;
    }

    /** Also true if a trusted proxy says so. */
    static boolean isByTls(HttpServerRequest request) {
        return request.isSSL() || "https".equals(request.scheme());
    }
}
