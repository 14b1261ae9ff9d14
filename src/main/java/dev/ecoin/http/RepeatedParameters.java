package dev.ecoin.http;

import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses parameters that are given more than once: which of the values was meant? Lists are one value, with commas. */
final class RepeatedParameters {

    @ServerRequestFilter
    void refuse(UriInfo request) {
        request.getQueryParameters().forEach((name, values) -> {
            if (values.size() > 1) {
                throw ProblemException.badRequest(
                        name,
                        values.get(1),
                        "The parameter '" + name + "' is given " + values.size() + " times",
                        "to give it once");
            }
        });
    }
}
