package dev.ecoin.http.security;

import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Asks for the operator before an {@link OperatorOnly} endpoint: by then its address has been understood once and for all. */
final class OperatorReads {

    private final OperatorPolicy policy;
    private final CurrentIdentityAssociation identity;

    OperatorReads(OperatorPolicy policy, CurrentIdentityAssociation identity) {
        this.policy = policy;
        this.identity = identity;
    }

    /** Before anything that the endpoint might say. */
    @OperatorOnly
    @ServerRequestFilter(priority = Priorities.AUTHORIZATION)
    Uni<Void> check(RoutingContext context) {
        return policy.requireOperator(context, identity.getDeferredIdentity());
    }
}
