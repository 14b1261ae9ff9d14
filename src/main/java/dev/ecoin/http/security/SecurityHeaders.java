package dev.ecoin.http.security;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
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

    private static final String POLICY_NAME = "Content-Security-Policy";

    private static final Map<CharSequence, CharSequence> HEADERS = encoded(Map.of(
            POLICY_NAME,
            POLICY,
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "same-origin",
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin"));

    /** Swagger UI and Quarkus's Dev UI (dev mode only) use inline scripts and styles. */
    private static final String POLICY_WITH_INLINE =
            POLICY + "; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'";

    void install(@Observes Filters filters) {
        filters.register(SecurityHeaders::add, PRIORITY);
    }

    private static void add(RoutingContext context) {
        var headers = context.response().headers();
        HEADERS.forEach(headers::add);
        if (usesInline(context.request().path())) {
            headers.set(POLICY_NAME, POLICY_WITH_INLINE);
        }
        if (isByTls(context.request())) {
            headers.add("Strict-Transport-Security", "max-age=31536000");
        }
        context.next();
    }

    private static boolean usesInline(String path) {
        return path != null && (path.startsWith("/q/swagger-ui") || path.startsWith("/q/dev-ui"));
    }

    /** Encoded once instead of for each answer. */
    private static Map<CharSequence, CharSequence> encoded(Map<String, String> headers) {
        return headers.entrySet().stream()
                .collect(toUnmodifiableMap(
                        header -> HttpHeaders.createOptimized(header.getKey()),
                        header -> HttpHeaders.createOptimized(header.getValue())));
    }

    /** Also true if a trusted proxy says so. */
    static boolean isByTls(HttpServerRequest request) {
        return request.isSSL() || "https".equals(request.scheme());
    }
}
