package dev.ecoin.http.connections;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.ThreadPerTaskExecutor;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/** Vert.x's JDK sockets, with {@link Connections} on every server and event loops assigned by {@link TurnsByThread}. */
final class ServerTransport extends JDKTransport {

    private final Supplier<ConnectionConfig> config;
    private Connections connections;

    ServerTransport(Supplier<ConnectionConfig> config) {
        this.config = config;
    }

    @Override
    public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory threadFactory, int ioRatio) {
        var group = new NioEventLoopGroup(
                threads,
                new ThreadPerTaskExecutor(threadFactory),
                new TurnsByThread(),
                SelectorProvider.provider(),
                DefaultSelectStrategyFactory.INSTANCE);
        group.setIoRatio(ioRatio);
        return group;
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        super.configure(options, domainSocket, bootstrap);
        bootstrap.handler(connections());
    }

    /** One instance for the ports of HTTP, HTTPS and management, which share the file descriptors. */
    private synchronized Connections connections() {
        if (connections == null) {
            connections = new Connections(config.get());
        }
        return connections;
    }
}
