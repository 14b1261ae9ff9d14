package dev.ecoin.http.connections;

import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;
import org.eclipse.microprofile.config.ConfigProvider;

/** Gives Vert.x our {@link ServerTransport}; found by Quarkus and Vert.x as a service. */
public final class ServerTransportProvider implements VertxServiceProvider {

    @Override
    public void init(VertxBuilder builder) {
        // Vert.x serves commands too, which have no server and need no configuration of one.
        builder.findTransport(new ServerTransport(() ->
                ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(ConnectionConfig.class)));
    }
}
