package dev.ecoin.http.connections;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Notifies a {@link ClientConnection} of its requests. */
@Singleton
final class RequestsBegun {

    /** Before all handlers that may answer. */
    private static final int PRIORITY = 1_000_000;

    void install(@Observes Filters filters) {
        filters.register(RequestsBegun::tell, PRIORITY);
    }

    void install(@Observes ManagementInterface management) {
        management.router().route().order(-PRIORITY).handler(RequestsBegun::tell);
    }

    static void tell(RoutingContext context) {
        var request = context.request();
        if (request.connection() instanceof ConnectionBase connection) {
            connection.channel().pipeline().fireUserEventTriggered(request);
        }
        context.next();
    }
}
