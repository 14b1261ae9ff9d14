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

    /** The same for the header {@code Allow}. */
    static final String ALLOWED = ANSWERED.stream().map(HttpMethod::name).collect(Collectors.joining(", "));

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private HttpMethods() {}

    /** Whether any endpoint knows the method; clients may send arbitrary ones. */
    static boolean isAnswered(HttpMethod method) {
        return ANSWERED.contains(method);
    }

    /** Whether the request changes nothing, as RFC 9110 defines its method. */
    static boolean isSafe(HttpServerRequest request) {
        return SAFE.contains(request.method());
    }

    /** The same of a method by its name. */
    public static boolean isSafe(String method) {
        return SAFE.contains(HttpMethod.valueOf(method));
    }

    /** Browsers send no credentials with these. */
    static boolean isPreflight(HttpServerRequest request) {
        return request.method() == HttpMethod.OPTIONS;
    }
}
