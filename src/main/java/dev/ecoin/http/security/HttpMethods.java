package dev.ecoin.http.security;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Classifies methods as reading, changing or unknown. */
public final class HttpMethods {

    private static final List<HttpMethod> ANSWERED = List.of(
            HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE);

    /** For the header {@code Allow}. */
    static final String ALLOWED = ANSWERED.stream().map(HttpMethod::name).collect(Collectors.joining(", "));

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private HttpMethods() {}

    /** Whether any endpoint supports the method; clients may send arbitrary ones. */
    static boolean isAnswered(HttpMethod method) {
        return ANSWERED.contains(method);
    }

    /** Whether the request's method is safe as defined in RFC 9110. */
    static boolean isSafe(HttpServerRequest request) {
        return SAFE.contains(request.method());
    }

    /** Whether a method, given by name, is safe. */
    public static boolean isSafe(String method) {
        return SAFE.contains(HttpMethod.valueOf(method));
    }

    /** Browsers send these without credentials. */
    static boolean isPreflight(HttpServerRequest request) {
        return request.method() == HttpMethod.OPTIONS;
    }
}
