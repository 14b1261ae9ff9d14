package dev.ecoin.http.security;

import dev.ecoin.http.ProblemException;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses before anything else looks at it what no endpoint wants: addresses and bodies beyond all measure, and changes
 * that a browser sends on behalf of another site. Browsers send forms and plain text across sites without asking first,
 * but no JSON, and say where a request comes from; curl and its like say nothing, and have nobody's credentials to abuse.
 */
@Singleton
final class RequestChecks {

    private static final int LONGEST_URI = 4_096;

    /** Before Quarkus' CORS (300) and authentication (200). */
    private static final int PRIORITY = 1_000;

    /** PostgreSQL's texts hold none, so it would fail at the question itself. */
    private static final String NUL = "%00";

    private static final String JSON = "application/json";
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final long longestBody;

    RequestChecks(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize longestBody) {
        this.longestBody = longestBody.asLongValue();
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        var request = context.request();
        try {
            requireKnownMethod(request);
            requireReadableUri(request);
            requireShortBody(request);
            if (!HttpMethods.isSafe(request)) {
                requireOwnSite(request);
                if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
                    throw ProblemException.lengthRequired();
                }
                if (hasBody(request)) {
                    requireJson(request);
                }
            }
        } catch (ProblemException e) {
            context.fail(e);
            return;
        }
        context.next();
    }

    private static void requireKnownMethod(HttpServerRequest request) {
        if (!HttpMethods.isAnswered(request.method())) {
            throw ProblemException.methodNotAllowed(request.method().name(), HttpMethods.ALLOWED);
        }
    }

    static void requireReadableUri(HttpServerRequest request) {
        if (request.uri().length() > LONGEST_URI) {
            throw ProblemException.uriTooLong(request.uri(), LONGEST_URI);
        }
        if (request.uri().contains(NUL)) {
            throw ProblemException.badRequest(
                    "address", request.uri(), "The address holds a NUL character (%00)", "any other character");
        }
        try {
            new URI(request.uri());
        } catch (URISyntaxException e) {
            throw ProblemException.badRequest(
                    "address",
                    request.uri(),
                    "The address is malformed: " + e.getReason(),
                    "one with other characters percent-encoded");
        }
    }

    private void requireShortBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > longestBody) {
            throw ProblemException.contentTooLarge();
        }
    }

    private static void requireOwnSite(HttpServerRequest request) {
        requireEach(request, "Sec-Fetch-Site", OWN_SITES::contains);
        requireEach(request, "Origin", Predicate.isEqual(request.scheme() + "://" + request.authority()));
    }

    /** Of a header that is sent twice, each value counts. */
    private static void requireEach(HttpServerRequest request, String header, Predicate<String> isOwn) {
        request.headers().getAll(header).stream()
                .filter(isOwn.negate())
                .findFirst()
                .ifPresent(value -> {
                    throw crossSite(header, value);
                });
    }

    private static ProblemException crossSite(String header, String value) {
        return ProblemException.crossSite(
                header,
                value,
                "Changes are not taken from a page of another site, here " + header + ": " + value,
                "a page of this service, or a request from outside of a browser");
    }

    private static void requireJson(HttpServerRequest request) {
        var types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
        if (types.isEmpty()) {
            throw ProblemException.unsupportedMediaType(null, JSON);
        }
        for (var type : types) {
            if (!type.split(";", 2)[0].strip().equalsIgnoreCase(JSON)) {
                throw ProblemException.unsupportedMediaType(type, JSON);
            }
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && !length.equals("0");
    }
}
