package dev.ecoin.http.security;

import java.util.Set;

/** An endpoint whose bodies are files, or longer than JSON is elsewhere; {@link RequestChecks} lets them through. */
public interface FileEndpoint {

    /** The full path. */
    String path();

    /** Media types that browsers send to another site only after a preflight. */
    Set<String> mediaTypes();

    /** In bytes. */
    long longestBody();

    /** Whether callers who may read may also POST to it, because that changes nothing. */
    default boolean isOpenToReaders() {
        return false;
    }

    /** What a refusal of other callers than the operator adds: a sentence after a space, or nothing. */
    default String hint() {
        return "";
    }
}
