package dev.ecoin.http.security;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;

/** Tells reading from changing. */
public final class HttpMethods {

    private static final Set<HttpMethod> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private HttpMethods() {}

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
