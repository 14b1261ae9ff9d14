package dev.ecoin.http.connections;

import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.spi.VertxServiceProvider;
import org.eclipse.microprofile.config.ConfigProvider;

/** Supplies our {@link ServerTransport} to Vert.x; Quarkus and Vert.x find it with a service loader. */
public final class ServerTransportProvider implements VertxServiceProvider {

    @Override
    public void init(VertxBuilder builder) {
        // Commands use Vert.x too, but have no server and need no configuration of one.
        builder.findTransport(new ServerTransport(() ->
                ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(ConnectionConfig.class)));
    }
}
