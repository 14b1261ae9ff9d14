package dev.ecoin.http.security;

import java.util.Set;

/** An endpoint whose bodies are files rather than JSON; {@link RequestChecks} lets them through. */
public interface FileEndpoint {

    /** The whole address. */
    String path();

    /** Media types, none of which a browser sends to another site without asking it first. */
    Set<String> mediaTypes();

    /** In bytes. */
    long longestBody();
}
