package dev.ecoin.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Thrown if a request cannot be answered; the caller receives a {@link Problem} with the reason. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int MAX_VALUE_LENGTH = 100;
    private static final String UNAVAILABLE = "Service Unavailable";

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private ProblemException(Problem problem, Map<String, String> headers) {
        // No stack trace, because this is an answer and not a bug.
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    /** 400: the value is missing or malformed. See {@link #notFound} for the arguments. */
    public static ProblemException badRequest(String parameter, String value, String what, String valid) {
        return of(400, "Bad Request", parameter, value, what, valid);
    }

    /**
     * 401: the request has no valid credentials.
     *
     * @param detail what is wrong and what to do, with a full stop
     * @param challenge value of {@code WWW-Authenticate}; empty for none
     */
    public static ProblemException unauthorized(String detail, Optional<String> challenge) {
        return new ProblemException(
                new Problem("about:blank", "Unauthorized", 401, detail, "Authorization", null, null),
                challenge.map(value -> Map.of("WWW-Authenticate", value)).orElse(Map.of()));
    }

    /**
     * 403: the caller lacks the permission.
     *
     * @param detail what is wrong and what to do, with a full stop
     */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(
                new Problem("about:blank", "Forbidden", 403, detail, "Authorization", null, null), Map.of());
    }

    /** 403: a browser sent the request for another site. See {@link #notFound} for the arguments. */
    public static ProblemException crossSite(String parameter, String value, String what, String valid) {
        return of(403, "Forbidden", parameter, value, what, valid);
    }

    /**
     * 404: nothing has this name.
     *
     * @param what one sentence without a full stop
     * @param valid valid values, completing "Valid: ..."
     */
    public static ProblemException notFound(String parameter, String value, String what, String valid) {
        return of(404, "Not Found", parameter, value, what, valid);
    }

    /** 405: the address does not support the method. */
    public static ProblemException methodNotAllowed(String method, String allowed) {
        var problem = of(
                405,
                "Method Not Allowed",
                "method",
                method,
                "There is no " + method + " here",
                allowed == null || allowed.isEmpty() ? "what /q/openapi lists" : allowed);
        return new ProblemException(problem.problem, allowed == null ? Map.of() : Map.of("Allow", allowed));
    }

    /** 406: the caller accepts none of the representations. */
    public static ProblemException notAcceptable(String accept, String valid) {
        return of(
                406,
                "Not Acceptable",
                "Accept",
                accept,
                "There is no representation of the type '" + accept + "'",
                valid);
    }

    /** 409: the state of the named entity does not allow the request. See {@link #notFound} for the arguments. */
    public static ProblemException conflict(String parameter, String value, String what, String valid) {
        return of(409, "Conflict", parameter, value, what, valid);
    }

    /** 411: the request does not state the length of its body. */
    public static ProblemException lengthRequired() {
        return of(411, "Length Required", "Content-Length", null, "The body's length is missing", "a Content-Length");
    }

    /** 413: the body exceeds the maximum size. */
    public static ProblemException contentTooLarge() {
        return of(413, "Content Too Large", "body", null, "The body is too long", "what /q/openapi describes");
    }

    /** 414: the address exceeds the maximum length. */
    public static ProblemException uriTooLong(String uri, int longest) {
        return of(
                414,
                "URI Too Long",
                "address",
                uri,
                "The address is longer than " + longest + " characters",
                "a shorter address");
    }

    /** 415: the type of the body is not supported. */
    public static ProblemException unsupportedMediaType(String type, String valid) {
        return of(
                415,
                "Unsupported Media Type",
                "Content-Type",
                type,
                type == null ? "The body's Content-Type is missing" : "The Content-Type " + type + " is not read",
                valid);
    }

    /** 422: the value is well-formed but cannot be used. See {@link #notFound} for the arguments. */
    public static ProblemException unprocessable(String parameter, String value, String what, String valid) {
        return of(422, "Unprocessable Content", parameter, value, what, valid);
    }

    /**
     * 429: too many requests.
     *
     * @param detail which requests were too many, with a full stop; the time to retry is appended
     * @param wait time until requests are answered again; sent as {@code Retry-After} in seconds, rounded up
     */
    public static ProblemException tooManyRequests(String detail, Duration wait) {
        return later(429, "Too Many Requests", detail, wait);
    }

    /** 500: what went wrong inside is not for the caller. */
    static ProblemException internal() {
        return new ProblemException(Problem.internal(), Map.of());
    }

    /**
     * 503: a service that the answer depends on is not available.
     *
     * @param detail what is wrong and what to do, with a full stop
     */
    public static ProblemException unavailable(String detail) {
        return new ProblemException(Problem.plain(503, UNAVAILABLE, detail), Map.of());
    }

    /** 503: {@link #unavailable(String)} with a known duration. See {@link #tooManyRequests} for the arguments. */
    public static ProblemException unavailable(String detail, Duration wait) {
        return later(503, UNAVAILABLE, detail, wait);
    }

    public Problem problem() {
        return problem;
    }

    /** Additional headers of the answer. */
    public Map<String, String> headers() {
        return headers;
    }

    private static ProblemException later(int status, String title, String detail, Duration wait) {
        var seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
        return new ProblemException(
                Problem.plain(status, title, detail + " Try again in " + seconds + " s."),
                Map.of("Retry-After", Long.toString(seconds)));
    }

    private static ProblemException of(
            int status, String title, String parameter, String value, String what, String valid) {
        var detail = (value == null ? what : what.replace(value, shortened(value))) + ". Valid: " + valid + ".";
        return new ProblemException(
                new Problem("about:blank", title, status, detail, parameter, shortened(value), valid), Map.of());
    }

    /** A value as problems show it: its first 100 code points, so that no surrogate pair is split. */
    public static String shortened(String value) {
        return value == null || value.codePointCount(0, value.length()) <= MAX_VALUE_LENGTH
                ? value
                : value.substring(0, value.offsetByCodePoints(0, MAX_VALUE_LENGTH)) + "…";
    }
}
