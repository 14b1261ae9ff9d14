package dev.ecoin.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Receives messages over HTTP, and answers as it is told: {@code /} and whatever else with 204 at first. */
public final class WebhookStandIn implements AutoCloseable {

    private static final String SIGNED = "webhook-signature";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Message> received = new ArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Runnable beforeAnswer = () -> {};

    public WebhookStandIn() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::receive);
        server.start();
    }

    /** A message as it arrived. */
    public record Message(String path, String host, String id, String timestamp, String signature, String body) {}

    /**
     * @param status 0 for no answer until the stand-in is closed, negative for an answer without an end
     * @param body null for one that does not come until the stand-in is closed
     */
    private record Answer(int status, String body, Map<String, String> headers) {}

    /** Where it receives, with a path of its own. */
    public String url(String path) {
        return "http://localhost:" + port() + path;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public void answer(String path, int status, String body) {
        answers.put(path, new Answer(status, body, Map.of()));
    }

    public void redirect(String path, String to) {
        answers.put(path, new Answer(302, "", Map.of("Location", to)));
    }

    /** Lets messages arrive and never answers them. */
    public void fallSilent(String path) {
        answers.put(path, new Answer(0, "", Map.of()));
    }

    /** Answers with a status, and promises a body that does not come. */
    public void fallSilentAfterTheStatus(String path, int status) {
        answers.put(path, new Answer(status, null, Map.of()));
    }

    /** Answers with a text over and over. */
    public void answerForEver(String path, int status, String text) {
        answers.put(path, new Answer(-status, text, Map.of()));
    }

    /** What happens between the arrival of a message and its answer. */
    public void beforeAnswer(Runnable action) {
        beforeAnswer = action;
    }

    public synchronized List<Message> received() {
        return List.copyOf(received);
    }

    public List<Message> received(String path) {
        return received().stream()
                .filter(message -> message.path().equals(path))
                .toList();
    }

    private void receive(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        var path = exchange.getRequestURI().toString();
        var message = new Message(
                path,
                headers.getFirst("Host"),
                headers.getFirst("webhook-id"),
                headers.getFirst("webhook-timestamp"),
                headers.getFirst(SIGNED),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        synchronized (this) {
            received.add(message);
        }
        beforeAnswer.run();
        var answer = answers.getOrDefault(path, new Answer(204, "", Map.of()));
        try (exchange) {
            if (answer.status() == 0) {
                closed.await();
                return;
            }
            if (answer.status() < 0) {
                exchange.sendResponseHeaders(-answer.status(), 0);
                while (true) {
                    exchange.getResponseBody().write(answer.body().repeat(1_000).getBytes(UTF_8));
                }
            }
            if (answer.body() == null) {
                exchange.sendResponseHeaders(answer.status(), 10);
                exchange.getResponseBody().flush();
                closed.await();
                return;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            var body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
