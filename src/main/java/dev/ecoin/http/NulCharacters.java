package dev.ecoin.http;

import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses addresses with a NUL character: PostgreSQL's texts hold none, so it would fail at the question itself. */
final class NulCharacters {

    private static final String ESCAPED = "%00";

    @ServerRequestFilter
    void refuse(UriInfo request) {
        if (request.getRequestUri().toString().contains(ESCAPED)) {
            throw ProblemException.badRequest(
                    "address", request.getPath(), "The address holds a NUL character (%00)", "any other character");
        }
    }
}
