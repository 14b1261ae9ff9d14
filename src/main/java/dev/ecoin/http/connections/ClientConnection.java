package dev.ecoin.http.connections;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundBuffer.MessageProcessor;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Enforces a client's timeouts. This handler is next to the socket, before TLS and HTTP: it sees bytes pass, and
 * {@link RequestsBegun} notifies it of each request as soon as its headers are complete. It runs on the connection's
 * event loop.
 */
final class ClientConnection extends ChannelDuplexHandler {

    /** The service processes a complete request, or the client reads the answer. */
    static final long NOT_WAITING = Long.MAX_VALUE;

    /** Bytes of an answer that a client must read, or of a body that it must send, within the timeout. */
    private static final long LEAST_MOVED = 256 * 1024;

    private static final int MILLISECONDS_BETWEEN_LOOKS = 500;
    private static final long LONGEST_STEP = TimeUnit.MILLISECONDS.toNanos(2 * MILLISECONDS_BETWEEN_LOOKS);
    private static final Set<HttpMethod> WITHOUT_BODY = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final Channel channel;
    private final ConnectionConfig config;
    private final List<UnderWay> requests = new ArrayList<>(1);

    /** Whether a request was answered and no byte of the next one has arrived. */
    private boolean idle;

    private long looked = System.nanoTime();
    private long timeAtLook = looked;

    /** Start of the idle time or of the request that is being received. */
    private long since = looked;

    private boolean multiplexed;

    private long received;
    private long receivedAtProgress;

    /** Time when the last required part of a body had arrived. */
    private long progress = looked;

    private boolean stalled;
    private long stalledSince;
    private long takenUntilStalled;
    private long written;

    private volatile long waitingSince = since;

    ClientConnection(Channel channel, ConnectionConfig config) {
        this.channel = channel;
        this.config = config;
    }

    /** @param body completes when the whole body has arrived; null for a request without a body */
    private record UnderWay(HttpServerRequest request, Future<Void> body, long begun) {

        /** After a rejection, the body may still be arriving over HTTP/1.1; HTTP/2 resets its stream. */
        boolean ended() {
            return request.response().ended() && (request.version() == HttpVersion.HTTP_2 || !bodyIsAwaited());
        }

        boolean bodyIsAwaited() {
            return body != null && !body.isComplete();
        }

        /** Start of the current part of the body; the rest of a rejected request's body is not awaited. */
        long bodySince(long progress) {
            return request.response().ended() ? begun : Math.max(begun, progress);
        }

        /** A stream of events is idle by nature, and its client resumes it. */
        boolean isEvents() {
            var response = request.response();
            return response.headWritten() && "text/event-stream".equals(mediaType(response));
        }

        private static String mediaType(HttpServerResponse response) {
            var type = response.headers().get(HttpHeaders.CONTENT_TYPE);
            return type == null ? null : type.split(";", 2)[0];
        }
    }

    /**
     * Time since when the service has been waiting for the client, close to {@link System#nanoTime()}, or {@link
     * #NOT_WAITING}; thread-safe.
     */
    long waitingSince() {
        return waitingSince;
    }

    /** Closes the connection in favour of another; thread-safe. */
    void giveWay() {
        channel.eventLoop().execute(() -> {
            forgetAnswered(now());
            if (waiting() != NOT_WAITING) {
                close("full");
            }
        });
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var looks = context.executor()
                .scheduleWithFixedDelay(
                        this::look, MILLISECONDS_BETWEEN_LOOKS, MILLISECONDS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> looks.cancel(false));
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        var now = now();
        received += size(bytes);
        if (received - receivedAtProgress >= LEAST_MOVED) {
            progress = now;
            receivedAtProgress = received;
        }
        forgetAnswered(now);
        // HTTP/2 frames need not belong to a request.
        if (idle && !multiplexed) {
            idle = false;
            since = now;
            waitingSince = now;
        }
        context.fireChannelRead(bytes);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof HttpServerRequest request) {
            begin(request);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    private void begin(HttpServerRequest request) {
        var now = now();
        multiplexed = request.version() == HttpVersion.HTTP_2;
        forgetAnswered(now);
        if (!multiplexed) {
            requests.clear();
        }
        idle = false;
        var hasBody = multiplexed
                ? !WITHOUT_BODY.contains(request.method())
                : request.headers().contains(HttpHeaders.CONTENT_LENGTH)
                        || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        // Not request.isEnded(), which stays false where an endpoint reads the body part by part.
        requests.add(new UnderWay(request, hasBody ? request.end() : null, now));
        waitingSince = hasBody ? now : NOT_WAITING;
    }

    private void forgetAnswered(long now) {
        if (requests.isEmpty()) {
            return;
        }
        requests.removeIf(UnderWay::ended);
        if (requests.isEmpty()) {
            idle = true;
            since = now;
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        written += size(message);
        context.write(message, promise);
    }

    /** Number of written bytes that the client, or the buffers on the way to it, have accepted. */
    private long taken(ChannelOutboundBuffer buffered) {
        var left = new Left();
        try {
            buffered.forEachFlushedMessage(left);
        } catch (Exception e) {
            throw new IllegalStateException("Summing sizes cannot fail", e);
        }
        return written - left.bytes;
    }

    private static final class Left implements MessageProcessor {

        private long bytes;

        @Override
        public boolean processMessage(Object message) {
            bytes += size(message);
            return true;
        }
    }

    private static long size(Object message) {
        return message instanceof ByteBuf bytes
                ? bytes.readableBytes()
                : message instanceof FileRegion region ? region.count() - region.transferred() : 0;
    }

    /**
     * The clock for clients' timeouts. It stops while this thread does not run, because the machine is busy or the
     * process was stopped: bytes that arrived meanwhile are not read yet, which is not the client's fault.
     */
    private long now() {
        return timeAtLook + Math.min(System.nanoTime() - looked, LONGEST_STEP);
    }

    private void look() {
        timeAtLook = now();
        looked = System.nanoTime();
        var now = timeAtLook;
        forgetAnswered(now);
        lookAtAnswers(now);
        waitingSince = waiting();
        if (stalled) {
            if (isOver(config.answerTimeout(), stalledSince, now)) {
                close("answer");
            }
        } else if (requests.isEmpty()) {
            if (isOver(idle ? config.idleTimeout() : config.headerTimeout(), since, now)) {
                close(idle ? "idle" : "headers");
            }
        } else if (requests.stream()
                .anyMatch(request ->
                        request.bodyIsAwaited() && isOver(config.bodyTimeout(), request.bodySince(progress), now))) {
            close("body");
        }
    }

    private void lookAtAnswers(long now) {
        var buffered = channel.unsafe().outboundBuffer();
        if (buffered == null) {
            return;
        }
        var taken = taken(buffered);
        var blocked = !buffered.isEmpty()
                || requests.stream()
                        .anyMatch(request -> isFull(request.request().response()));
        if (blocked && (!stalled || taken - takenUntilStalled >= LEAST_MOVED)) {
            stalledSince = now;
            takenUntilStalled = taken;
        }
        if (stalled && !blocked) {
            since = now;
        }
        stalled = blocked;
    }

    /** According to HTTP/2's flow control; such data do not reach the socket. */
    private static boolean isFull(HttpServerResponse response) {
        try {
            return response.writeQueueFull();
        } catch (IllegalStateException endedMeanwhile) {
            return false;
        }
    }

    private long waiting() {
        if (stalled) {
            return stalledSince;
        }
        return requests.isEmpty()
                ? since
                : requests.stream()
                        .filter(request -> request.bodyIsAwaited() || request.isEvents())
                        .mapToLong(request -> request.bodyIsAwaited() ? request.bodySince(progress) : request.begun())
                        .min()
                        .orElse(NOT_WAITING);
    }

    private static boolean isOver(Duration timeout, long since, long now) {
        return now - since > timeout.toNanos();
    }

    /** Closes immediately; the handlers of TLS, HTTP and HTTP/2 would wait until the client has read pending bytes. */
    private void close(String reason) {
        if (channel.isOpen()) {
            Counter.builder("ecoin.connections.closed")
                    .description("Connections closed because the client was too slow, or to make room for others")
                    .tag("reason", reason)
                    .register(Metrics.globalRegistry)
                    .increment();
            channel.pipeline().context(this).close();
        }
    }
}
