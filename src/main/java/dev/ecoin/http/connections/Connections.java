package dev.ecoin.http.connections;

import static java.util.Comparator.comparingLong;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.management.ManagementFactory;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The open connections of all servers, bounded below the process's limit of file descriptors. When all are taken, the
 * service first closes those that have waited longest for their client (half-sent requests, idle connections, unread
 * answers) and then accepts new ones, so that new clients always get in. All of this runs on the one accepting
 * thread.
 */
@Sharable
final class Connections extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = Logger.getLogger(Connections.class);

    /** For sockets to the database and CoinGecko, files opened later, and connections accepted in one batch. */
    private static final int RESERVED_DESCRIPTORS = 64;

    /** With fewer connections, the service could not work. */
    private static final int FEWEST = 16;

    /**
     * Share of the waiting connections to close at a time, so that a flood does not require a search per connection.
     */
    private static final int PART_THAT_GIVES_WAY = 16;

    private static final int MILLISECONDS_BETWEEN_LOOKS = 100;

    private final ConnectionConfig config;
    private final int max;
    private final Set<Channel> servers = new HashSet<>();
    private final Set<ClientConnection> open = new HashSet<>();
    private boolean full;

    Connections(ConnectionConfig config) {
        this.config = config;
        this.max = withinDescriptors(config.max());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext server) {
        servers.add(server.channel());
        var looks = server.executor()
                .scheduleWithFixedDelay(
                        this::makeRoom, MILLISECONDS_BETWEEN_LOOKS, MILLISECONDS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
        server.channel().closeFuture().addListener(closed -> {
            servers.remove(server.channel());
            looks.cancel(false);
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext server, Object accepted) {
        var channel = (Channel) accepted;
        var connection = new ClientConnection(channel, config);
        channel.pipeline().addLast(connection);
        open.add(connection);
        var acceptor = server.executor();
        channel.closeFuture()
                .addListener(closed -> acceptor.execute(() -> {
                    open.remove(connection);
                    if (full && open.size() < max) {
                        accept(true);
                    }
                }));
        if (!full && open.size() >= max) {
            accept(false);
            makeRoom();
        }
        server.fireChannelRead(accepted);
    }

    private void accept(boolean whether) {
        full = !whether;
        servers.forEach(server -> server.config().setAutoRead(whether));
    }

    private void makeRoom() {
        if (!full) {
            return;
        }
        var waiting = open.stream()
                .map(connection -> new Waiting(connection, connection.waitingSince()))
                .filter(candidate -> candidate.since() != ClientConnection.NOT_WAITING)
                .sorted(comparingLong(Waiting::since))
                .toList();
        // Except the latest one, which was just accepted.
        waiting.stream()
                .limit(Math.min(
                        open.size() - max + 1 + waiting.size() / PART_THAT_GIVES_WAY, Math.max(0, waiting.size() - 1)))
                .forEach(candidate -> candidate.connection().giveWay());
    }

    /** The time at the start of the search, because it changes while another thread sorts. */
    private record Waiting(ClientConnection connection, long since) {}

    private static int withinDescriptors(int configured) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() > 0) {
            var limit = system.getMaxFileDescriptorCount();
            var taken = system.getOpenFileDescriptorCount();
            var left = limit - taken - RESERVED_DESCRIPTORS;
            if (left < configured) {
                var max = (int) Math.max(left, FEWEST);
                LOG.warnf(
                        "At most %d connections of clients instead of ecoin.connections.max=%d: the process may have %d"
                                + " file descriptors (ulimit -n), %d are open",
                        max, configured, limit, taken);
                return max;
            }
        }
        return configured;
    }
}
