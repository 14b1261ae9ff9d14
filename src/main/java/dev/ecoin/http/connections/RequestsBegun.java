package dev.ecoin.http.connections;

import io.quarkus.vertx.http.ManagementInterface;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;

/** Tells a {@link ClientConnection} of its requests. */
@Singleton
final class RequestsBegun {

    /** Before all others, which may answer. */
    private static final int PRIORITY = 1_000_000;

    RequestsBegun(ConnectionConfig config) {
        if (config.max() < 1) {
            throw new IllegalArgumentException("ecoin.connections.max is " + config.max() + "; must be at least 1");
        }
        Map.of(
                        "header-timeout", config.headerTimeout(),
                        "body-timeout", config.bodyTimeout(),
                        "idle-timeout", config.idleTimeout(),
                        "answer-timeout", config.answerTimeout())
                .forEach(RequestsBegun::requirePositive);
    }

    private static void requirePositive(String key, Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException(
                    "ecoin.connections." + key + " is " + timeout + "; must be longer than 0, such as 10s");
        }
    }

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
