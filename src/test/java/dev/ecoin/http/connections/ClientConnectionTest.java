package dev.ecoin.http.connections;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real sockets of slow clients; each test disables all limits but one. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClientConnectionTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONGER = Duration.ofSeconds(1);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Limits NONE = new Limits(1_000, NEVER, NEVER, NEVER, NEVER);
    private static final Limits ALL = new Limits(1_000, SHORT, SHORT, SHORT, SHORT);
    private static final String GET = "GET /now HTTP/1.1\r\nHost: localhost\r\n\r\n";

    /** Size of socket buffers; small, because the service can fill them even if the client does not read. */
    private static final int BUFFER = 8_192;

    private static final int MILLISECONDS_BETWEEN_BYTES = 50;
    private static final int MILLISECONDS_AT_MOST = 60_000;

    private final BlockingQueue<HttpServerResponse> held = new LinkedBlockingQueue<>();
    private final List<Socket> sockets = new ArrayList<>();
    private Vertx vertx;
    private int port;

    record Limits(int max, Duration headerTimeout, Duration bodyTimeout, Duration idleTimeout, Duration answerTimeout)
            implements ConnectionConfig {}

    @AfterEach
    void close() throws Exception {
        for (var socket : sockets) {
            socket.close();
        }
        await(() -> vertx.close().toCompletionStage().toCompletableFuture());
    }

    @Test
    void headersThatComeByteByByteAreNotAwaited() throws Exception {
        serve(new Limits(1_000, SHORT, NEVER, NEVER, NEVER));

        assertClosesWhileBytesCome(connect("GET /now HTTP/1.1\r\nX: "));
    }

    @Test
    void aClientThatSaysNothingIsNotAwaited() throws Exception {
        serve(new Limits(1_000, SHORT, NEVER, NEVER, NEVER));

        assertCloses(connect(""));
    }

    @Test
    void headersOfALaterRequestHaveTheSameTime() throws Exception {
        serve(new Limits(1_000, SHORT, NEVER, NEVER, NEVER));

        var client = connect(GET);
        assertAnswer(client);
        assertClosesWhileBytesCome(client);
    }

    @Test
    void aBodyThatComesByteByByteIsNotAwaited() throws Exception {
        serve(new Limits(1_000, NEVER, SHORT, NEVER, NEVER));

        assertClosesWhileBytesCome(connect("POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"));
        assertClosesWhileBytesCome(
                connect("POST /body HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n186a0\r\n"));

        var refused = connect("POST /now HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
        assertAnswer(refused);
        assertClosesWhileBytesCome(refused);
    }

    @Test
    void aLongBodyThatKeepsComingIsTakenToItsEnd() throws Exception {
        serve(new Limits(1_000, NEVER, LONGER, NEVER, NEVER));

        var client = connect("POST /discard HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        var piece = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
        for (var start = System.nanoTime(); System.nanoTime() - start < 2.2 * LONGER.toNanos(); ) {
            send(client, piece);
        }
        send(client, "0\r\n\r\n");

        assertAnswer(client);
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        serve(new Limits(1_000, NEVER, NEVER, SHORT, NEVER));

        var client = connect(GET);
        assertAnswer(client);
        assertCloses(client);
    }

    @Test
    void anAnswerThatIsNotReadIsGivenUp() throws Exception {
        serve(new Limits(1_000, NEVER, NEVER, NEVER, SHORT));

        connect("GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var response = held.take();
        var closed = new CompletableFuture<Void>();
        response.closeHandler(closed::complete);
        await(() -> closed);
    }

    @Test
    void aRequestThatIsWorkedOnHasNoLimit() throws Exception {
        serve(ALL);

        var client = connect("GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var response = held.take();
        // Later connections are closed first.
        assertCloses(connect(""));
        assertCloses(connect("G"));
        response.end("ok");
        assertAnswer(client);
        assertCloses(client);
    }

    /** As endpoints do that read a body as a stream. */
    @Test
    void aRequestWhoseBodyWasReadPartByPartHasNoLimitEither() throws Exception {
        serve(ALL);

        var client = connect("POST /parts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nab");
        var response = held.take();
        assertCloses(connect(""));
        assertCloses(connect("POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\na"));
        response.end("ok");

        assertAnswer(client);
    }

    @Test
    void theLimitsHoldForHttp2Too() throws Exception {
        serve(new Limits(1_000, SHORT, NEVER, NEVER, NEVER));
        assertCloses(connect("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));

        close();
        serve(new Limits(1_000, NEVER, NEVER, SHORT, NEVER));
        var idle = new CompletableFuture<HttpConnection>();
        request(HttpMethod.GET, "/now", idle);
        await(() -> idle);

        close();
        serve(new Limits(1_000, NEVER, SHORT, NEVER, NEVER));
        var unfinished = new CompletableFuture<HttpConnection>();
        request(HttpMethod.POST, "/body", unfinished);
        await(() -> unfinished);

        close();
        serve(new Limits(1_000, NEVER, NEVER, NEVER, SHORT));
        var unread = new CompletableFuture<HttpConnection>();
        request(HttpMethod.GET, "/endless", unread);
        await(() -> unread);
    }

    @Test
    void whoWaitsLongestGivesWayToWhoComes() throws Exception {
        serve(new Limits(32, NEVER, NEVER, NEVER, NEVER));

        var working = connect("GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var response = held.take();
        for (var attacker = 0; attacker < 200; attacker++) {
            connect(List.of(
                            "",
                            "GET /now HTTP/1.1\r\nX: ",
                            "POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n",
                            "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n",
                            "GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n",
                            GET)
                    .get(attacker % 6));
        }
        for (var client = 0; client < 50; client++) {
            assertAnswer(connect(GET));
        }
        response.end("ok");
        assertAnswer(working);
    }

    @Test
    void nobodyIsTurnedAwayWhereThereIsRoom() throws Exception {
        serve(NONE);

        var clients = new ArrayList<Socket>();
        for (var client = 0; client < 100; client++) {
            clients.add(connect("GET /now HTTP/1.1\r\nHost: local"));
        }
        for (var client : clients) {
            send(client, "host\r\n\r\n");
            assertAnswer(client);
        }
    }

    private void serve(Limits limits) throws Exception {
        vertx = new VertxBuilder()
                .serviceProviders(List.of())
                .findTransport(new ServerTransport(() -> limits))
                .init()
                .vertx();
        var router = Router.router(vertx);
        router.route().order(-1).handler(RequestsBegun::tell);
        router.route("/now").handler(context -> context.end("ok"));
        router.post("/body").handler(context -> context.request().body().onSuccess(body -> context.end("ok")));
        router.post("/discard").handler(context -> context.request().end().onSuccess(end -> context.end("ok")));
        router.post("/parts").handler(this::readPartByPart);
        router.get("/held").handler(context -> held.add(context.response()));
        router.get("/events").handler(ClientConnectionTest::answerWithEvents);
        router.get("/endless").handler(this::answerWithoutEnd);
        port = await(() -> vertx.createHttpServer(new HttpServerOptions().setSendBufferSize(BUFFER))
                        .requestHandler(router)
                        .listen(0, "localhost")
                        .toCompletionStage()
                        .toCompletableFuture())
                .actualPort();
    }

    private void readPartByPart(RoutingContext context) {
        var request = context.request().pause();
        request.handler(part -> request.fetch(1));
        request.endHandler(end -> held.add(context.response()));
        request.fetch(1);
    }

    private static void answerWithEvents(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "text/event-stream;charset=UTF-8")
                .setChunked(true);
        context.response().write("data: 1\n\n");
    }

    private void answerWithoutEnd(RoutingContext context) {
        var response = context.response().setChunked(true);
        held.add(response);
        var piece = Buffer.buffer(new byte[8_192]);
        writeUntilFull(response, piece);
    }

    private static void writeUntilFull(HttpServerResponse response, Buffer piece) {
        while (!response.closed() && !response.writeQueueFull()) {
            response.write(piece);
        }
        response.drainHandler(drained -> writeUntilFull(response, piece));
    }

    /** Sends one request by HTTP/2, or half of one if it has a body, and does not read the body of the answer. */
    private void request(HttpMethod method, String path, CompletableFuture<HttpConnection> closed) throws Exception {
        var client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        await(() -> client.request(method, port, "localhost", path)
                .compose(request -> {
                    request.connection().closeHandler(ended -> closed.complete(request.connection()));
                    if (method == HttpMethod.POST) {
                        return request.setChunked(true).sendHead().mapEmpty();
                    }
                    return request.send().map(response -> {
                        assertEquals(HttpVersion.HTTP_2, response.version());
                        return path.equals("/endless") ? response.pause() : response.resume();
                    });
                })
                .toCompletionStage()
                .toCompletableFuture());
    }

    private Socket connect(String begin) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(BUFFER);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(MILLISECONDS_AT_MOST);
        sockets.add(socket);
        send(socket, begin);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private static void assertAnswer(Socket socket) throws IOException {
        var answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\nok")) {
            var next = socket.getInputStream().read();
            assertTrue(next >= 0, () -> "closed after: " + answer);
            answer.append((char) next);
        }
        assertTrue(answer.toString().startsWith("HTTP/1.1 200 "), answer::toString);
    }

    private static void assertCloses(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // HTTP/2 frames before the end.
            }
        } catch (SocketException reset) {
            // Counts as the end of the connection.
        }
    }

    private static void assertClosesWhileBytesCome(Socket socket) throws IOException {
        socket.setSoTimeout(MILLISECONDS_BETWEEN_BYTES);
        while (true) {
            try {
                send(socket, "x");
                assertEquals(-1, socket.getInputStream().read());
                return;
            } catch (SocketTimeoutException stillOpen) {
                // Try the next byte.
            } catch (SocketException reset) {
                return;
            }
        }
    }

    private static <T> T await(Supplier<CompletableFuture<T>> awaited) throws Exception {
        return awaited.get().get(1, TimeUnit.MINUTES);
    }
}
