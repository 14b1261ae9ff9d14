package dev.ecoin.http;

/** A request that cannot be answered, and why; reaches the caller as a {@link Problem}. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int MAX_VALUE_LENGTH = 100;

    private final transient Problem problem;

    private ProblemException(Problem problem) {
        // No stack trace: this is an answer, not a fault of the program.
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** 400: the value is missing or cannot be read. See {@link #notFound} for the arguments. */
    public static ProblemException badRequest(String parameter, String value, String what, String valid) {
        return of(400, "Bad Request", parameter, value, what, valid);
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

    /** 406: none of the representations is among those that the caller accepts. */
    public static ProblemException notAcceptable(String accept, String valid) {
        return of(406, "Not Acceptable", "Accept", accept, "There is no answer of the type '" + accept + "'", valid);
    }

    /** 409: what the value names is not in a state for that. See {@link #notFound} for the arguments. */
    public static ProblemException conflict(String parameter, String value, String what, String valid) {
        return of(409, "Conflict", parameter, value, what, valid);
    }

    /** 422: the value can be read but not acted upon. See {@link #notFound} for the arguments. */
    public static ProblemException unprocessable(String parameter, String value, String what, String valid) {
        return of(422, "Unprocessable Content", parameter, value, what, valid);
    }

    /**
     * 503: the answer depends on somebody who cannot be asked now.
     *
     * @param detail what is wrong and what to do, with its full stop
     */
    public static ProblemException unavailable(String detail) {
        return new ProblemException(new Problem("about:blank", "Service Unavailable", 503, detail, null, null, null));
    }

    public Problem problem() {
        return problem;
    }

    private static ProblemException of(
            int status, String title, String parameter, String value, String what, String valid) {
        var detail = (value == null ? what : what.replace(value, cut(value))) + ". Valid: " + valid + ".";
        return new ProblemException(new Problem("about:blank", title, status, detail, parameter, cut(value), valid));
    }

    /** By code points: half a surrogate pair is no text. */
    private static String cut(String value) {
        return value == null || value.codePointCount(0, value.length()) <= MAX_VALUE_LENGTH
                ? value
                : value.substring(0, value.offsetByCodePoints(0, MAX_VALUE_LENGTH)) + "…";
    }
}
