package dev.ecoin.serving;

import dev.ecoin.http.security.HttpMethods;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response.Status.Family;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Makes a client's activation of a model or removal of a coin visible in its next answer, because PostgreSQL's
 * notification may arrive slightly after the answer to the change. Other packages define these endpoints, so this class
 * guesses the coin from the path; a path without a coin matches no model.
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
