package dev.ecoin.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A request that cannot be answered, and why; reaches the caller as a {@link Problem}. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int MAX_VALUE_LENGTH = 100;
    private static final String UNAVAILABLE = "Service Unavailable";

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    private ProblemException(Problem problem, Map<String, String> headers) {
        // No stack trace: this is an answer, not a fault of the program.
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    /** 400: the value is missing or cannot be read. See {@link #notFound} for the arguments. */
    public static ProblemException badRequest(String parameter, String value, String what, String valid) {
        return of(400, "Bad Request", parameter, value, what, valid);
    }

    /**
     * 401: the request needs credentials, and has none or wrong ones.
     *
     * @param detail what is wrong and what to do, with its full stop
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
     * @param detail what is wrong and what to do, with its full stop
     */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(
                new Problem("about:blank", "Forbidden", 403, detail, "Authorization", null, null), Map.of());
    }

    /** 403: a browser sends it for another site. See {@link #notFound} for the arguments. */
    public static ProblemException crossSite(String parameter, String value, String what, String valid) {
        return of(403, "Forbidden", parameter, value, what, valid);
    }

    /**
     * 404: there is nothing of that name.
     *
     * @param what one sentence without its full stop
     * @param valid what would be valid, as the end of "Valid: ..."
     */
    public static ProblemException notFound(String parameter, String value, String what, String valid) {
        return of(404, "Not Found", parameter, value, what, valid);
    }

    /** 405: the address does not know the verb. */
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

    /** 406: none of the representations is among those that the caller accepts. */
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

    /** 411: the body does not say how long it will be. */
    public static ProblemException lengthRequired() {
        return of(411, "Length Required", "Content-Length", null, "The body's length is missing", "a Content-Length");
    }

    /** 413: the body is longer than any that is read here. */
    public static ProblemException contentTooLarge() {
        return of(413, "Content Too Large", "body", null, "The body is too long", "what /q/openapi describes");
    }

    /** 414: the address is longer than any that means something here. */
    public static ProblemException uriTooLong(String uri, int longest) {
        return of(
                414,
                "URI Too Long",
                "address",
                uri,
                "The address is longer than " + longest + " characters",
                "a shorter address");
    }

    /** 415: the body is of a type that is not read. */
    public static ProblemException unsupportedMediaType(String type, String valid) {
        return of(
                415,
                "Unsupported Media Type",
                "Content-Type",
                type,
                type == null ? "The body's Content-Type is missing" : "The Content-Type " + type + " is not read",
                valid);
    }

    /** 422: the value can be read but not acted upon. See {@link #notFound} for the arguments. */
    public static ProblemException unprocessable(String parameter, String value, String what, String valid) {
        return of(422, "Unprocessable Content", parameter, value, what, valid);
    }

    /**
     * 429: too many requests for now.
     *
     * @param detail what there were too many of, with its full stop; when to try again is added
     * @param wait from when on there is an answer again; goes into {@code Retry-After} in seconds, rounded up
     */
    public static ProblemException tooManyRequests(String detail, Duration wait) {
        return later(429, "Too Many Requests", detail, wait);
    }

    /**
     * 503: a service that the answer depends on is not available.
     *
     * @param detail what is wrong and what to do, with its full stop
     */
    public static ProblemException unavailable(String detail) {
        return new ProblemException(Problem.plain(503, UNAVAILABLE, detail), Map.of());
    }

    /** 503: as {@link #unavailable(String)}, with a known duration. See {@link #tooManyRequests} for the arguments. */
    public static ProblemException unavailable(String detail, Duration wait) {
        return later(503, UNAVAILABLE, detail, wait);
    }

    public Problem problem() {
        return problem;
    }

    /** Headers that the answer has besides. */
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
        var detail = (value == null ? what : what.replace(value, cut(value))) + ". Valid: " + valid + ".";
        return new ProblemException(
                new Problem("about:blank", title, status, detail, parameter, cut(value), valid), Map.of());
    }

    /** By code points, so that no surrogate pair is split. */
    private static String cut(String value) {
        return value == null || value.codePointCount(0, value.length()) <= MAX_VALUE_LENGTH
                ? value
                : value.substring(0, value.offsetByCodePoints(0, MAX_VALUE_LENGTH)) + "…";
    }
}
