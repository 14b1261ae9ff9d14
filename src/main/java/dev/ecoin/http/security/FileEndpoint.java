package dev.ecoin.http.security;

import java.util.Set;

/** An endpoint whose bodies are files and not JSON; {@link RequestChecks} admits them. */
public interface FileEndpoint {

    /** The full path. */
    String path();

    /** Media types that browsers send to another site only after a preflight. */
    Set<String> mediaTypes();

    /** In bytes. */
    long longestBody();
}
