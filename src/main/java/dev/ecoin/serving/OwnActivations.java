package dev.ecoin.serving;

import dev.ecoin.http.security.HttpMethods;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response.Status.Family;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Lets who has activated a model or removed a coin here find it so in the next answer: PostgreSQL's notification may
 * come a moment after the verb's own answer. Which of the verbs do that is not this room's to know, and they are rare.
 */
final class OwnActivations {

    private final ModelCache models;

    OwnActivations(ModelCache models) {
        this.models = models;
    }

    @ServerResponseFilter
    void forgetModels(ContainerRequestContext request, ContainerResponseContext response) {
        if (!HttpMethods.isSafe(request.getMethod()) && response.getStatusInfo().getFamily() == Family.SUCCESSFUL) {
            models.activatedAll();
        }
    }
}
