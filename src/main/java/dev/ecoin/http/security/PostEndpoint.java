package dev.ecoin.http.security;

import java.util.Set;

/**
 * An endpoint to which other bodies may be sent than elsewhere, or by other callers than the operator. {@link RequestChecks}
 * and {@link OperatorPolicy} compare the path as it was sent, so any other spelling gets the rules of all endpoints.
 */
public interface PostEndpoint {

    /** The full path. */
    String path();

    /** Media types that browsers send to another site only after a preflight. */
    default Set<String> mediaTypes() {
        return RequestChecks.JSON;
    }

    /** In bytes. */
    default long longestBody() {
        return RequestChecks.LONGEST_BODY;
    }

    /** Whether callers who may read may also POST to it, because that changes nothing. */
    default boolean isOpenToReaders() {
        return false;
    }

    /** What a refusal of other callers than the operator adds: a sentence after a space, or nothing. */
    default String hint() {
        return "";
    }
}
