package dev.ecoin.http.security;

import dev.ecoin.http.ProblemException;
import io.quarkus.arc.All;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * First check of every request: rejects oversized addresses and bodies, and changes that a browser sends on behalf of
 * another site. Browsers send forms and plain text across sites without a preflight, but not JSON, and state the origin
 * of a request; tools such as curl state no origin and have no user's credentials to abuse.
 */
@Singleton
final class RequestChecks {

    private static final int LONGEST_URI = 4_096;

    /** Before Quarkus' CORS (300) and authentication (200). */
    private static final int PRIORITY = 1_000;

    /** PostgreSQL's texts cannot contain NUL, so a query would fail. */
    private static final String NUL = "%00";

    /** For JSON bodies. */
    static final long LONGEST_BODY = 256 * 1024;

    static final Set<String> JSON = Set.of("application/json");
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Map<String, PostEndpoint> endpoints;

    RequestChecks(@All List<PostEndpoint> endpoints) {
        this.endpoints = endpoints.stream().collect(Collectors.toMap(PostEndpoint::path, Function.identity()));
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        var request = context.request();
        try {
            requireKnownMethod(request);
            requireReadableUri(request);
            var expected = Optional.ofNullable(endpoints.get(request.path()));
            requireShortBody(request, expected.map(PostEndpoint::longestBody).orElse(LONGEST_BODY));
            if (!HttpMethods.isSafe(request)) {
                requireOwnSite(request);
                if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
                    throw ProblemException.lengthRequired();
                }
                if (hasBody(request)) {
                    requireType(request, expected.map(PostEndpoint::mediaTypes).orElse(JSON));
                }
            }
            if (expected.isPresent()) {
                // Most clients do not read an answer before they have sent everything, and some answers are sent
                // earlier.
                context.addEndHandler(answered -> request.resume());
            }
        } catch (ProblemException e) {
            context.addEndHandler(answered -> request.resume());
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

    private static void requireShortBody(HttpServerRequest request, long longestBody) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > longestBody) {
            throw ProblemException.contentTooLarge();
        }
    }

    private static void requireOwnSite(HttpServerRequest request) {
        requireEach(request, "Sec-Fetch-Site", OWN_SITES::contains);
        requireEach(request, "Origin", Predicate.isEqual(request.scheme() + "://" + request.authority()));
    }

    /** If a header is repeated, each value counts. */
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
                "Changes are not accepted from a page of another site, here " + header + ": " + value,
                "a page of this service, or a request from outside of a browser");
    }

    private static void requireType(HttpServerRequest request, Set<String> valid) {
        var types = request.headers().getAll(HttpHeaders.CONTENT_TYPE);
        if (types.isEmpty()) {
            throw unsupported(null, valid);
        }
        for (var type : types) {
            if (!valid.contains(type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))) {
                throw unsupported(type, valid);
            }
        }
    }

    private static ProblemException unsupported(String type, Set<String> valid) {
        return ProblemException.unsupportedMediaType(
                type, valid.stream().sorted().collect(Collectors.joining(", ")));
    }

    private static boolean hasBody(HttpServerRequest request) {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && !length.equals("0");
    }
}
