package dev.ecoin.serving;

import dev.ecoin.http.security.HttpMethods;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response.Status.Family;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Lets a client that has activated a model or removed a coin here find it so in the next answer: PostgreSQL's notification
 * may come a moment after the verb's own answer. Which verbs do that, and which part of their path is the coin, is for other
 * rooms to know: a path without a coin matches no model here.
 */
final class OwnActivations {

    private final ModelCache models;

    OwnActivations(ModelCache models) {
        this.models = models;
    }

    @ServerResponseFilter
    void forgetModel(ContainerRequestContext request, ContainerResponseContext response) {
        if (!HttpMethods.isSafe(request.getMethod()) && response.getStatusInfo().getFamily() == Family.SUCCESSFUL) {
            request.getUriInfo().getPathParameters().values().forEach(values -> values.forEach(models::activated));
        }
    }
}
