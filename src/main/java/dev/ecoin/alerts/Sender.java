package dev.ecoin.alerts;

import dev.ecoin.alerts.DeliveryRepository.Due;
import dev.ecoin.alerts.WebhookRepository.Endpoint;
import dev.ecoin.logging.ControlCharacters;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.tracing.TracingPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Posts messages to webhooks. A host is resolved once for a batch, all its addresses are checked, and the connection goes to a
 * checked one, so that a name which resolves to another address a moment later leads nowhere else. Redirects are not followed.
 */
@ApplicationScoped
class Sender {

    private static final Logger LOG = Logger.getLogger(Sender.class);

    /** Maximum number of bytes read of an answer. */
    private static final int LONGEST_ANSWER = 4_096;

    /** Number of characters shown of an answer that is not 2xx. */
    private static final int EXCERPT = 160;

    private static final int KEEP_ALIVE_SECONDS = 10;
    private static final int MOST_CONNECTIONS = 10_000;
    private static final int CONNECT_MILLIS = 5_000;

    private final HttpClient client;
    private final Resolver resolver;
    private final Set<String> allowed;
    private final Duration timeout;
    private final Clock clock;
    private final String userAgent;

    @Inject
    Sender(
            Vertx vertx,
            Resolver resolver,
            AlertsConfig config,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this(
                vertx,
                new HttpClientOptions(),
                resolver,
                config.allowedHosts().orElse(Set.of()),
                config.timeout(),
                clock,
                version);
    }

    /** @param trust options that may trust further certificate authorities */
    Sender(
            Vertx vertx,
            HttpClientOptions trust,
            Resolver resolver,
            Set<String> allowed,
            Duration timeout,
            Clock clock,
            String version) {
        this.client = vertx.createHttpClient(trust.setConnectTimeout(CONNECT_MILLIS)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setVerifyHost(true)
                .setForceSni(true)
                .setMaxRedirects(0)
                .setTracingPolicy(TracingPolicy.IGNORE)
                // Per host and port, which a silent webhook may share with others: no message waits for a
                // connection.
                .setMaxPoolSize(MOST_CONNECTIONS));
        this.resolver = resolver;
        this.allowed = allowed;
        this.timeout = timeout;
        this.clock = clock;
        this.userAgent = "ecoin-forecaster/" + version;
    }

    /** After the end of the runs, which may still wait for answers. */
    @PreDestroy
    void stop() {
        client.close();
    }

    /**
     * The outcome of an attempt.
     *
     * @param status of the answer; null if there was none
     * @param error null for an answer of 2xx
     */
    record Outcome(Integer status, int milliseconds, String error) {

        boolean isDelivered() {
            return error == null;
        }

        /** The receiver limits the rate of messages. */
        boolean isTooMany() {
            return status != null && status == 429;
        }

        /** The receiver wants no further messages. */
        boolean isGone() {
            return status != null && status == 410;
        }
    }

    /** Messages being sent, in their order. Each has an outcome within the timeout. */
    record Sending(Map<Due, CompletableFuture<Outcome>> outcomes) {

        /**
         * Waits for all outcomes.
         *
         * @param end ends the wait early
         * @return the outcomes that are known
         */
        Map<Due, Outcome> await(CompletableFuture<?> end) {
            var all = CompletableFuture.allOf(outcomes.values().toArray(CompletableFuture[]::new));
            CompletableFuture.anyOf(all, end).join();
            var known = new LinkedHashMap<Due, Outcome>();
            outcomes.forEach((message, outcome) -> {
                if (outcome.isDone()) {
                    known.put(message, outcome.join());
                }
            });
            return known;
        }
    }

    /** Sends messages at the same time. */
    Sending send(Endpoint endpoint, List<Due> messages) {
        var begun = System.nanoTime();
        Target target;
        InetAddress address;
        try {
            target = Target.of(endpoint.url());
            address = checked(target, messages.get(0).attempts());
        } catch (Refused e) {
            var refused = new Outcome(null, since(begun), e.getMessage());
            return sending(messages, message -> CompletableFuture.completedFuture(refused));
        }
        return sending(messages, message -> post(endpoint, target, address, message));
    }

    private static Sending sending(List<Due> messages, Function<Due, CompletableFuture<Outcome>> send) {
        var outcomes = new LinkedHashMap<Due, CompletableFuture<Outcome>>();
        messages.forEach(message -> outcomes.put(message, send.apply(message)));
        return new Sending(outcomes);
    }

    /** The target must not be called or does not resolve. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /** One of the host's addresses, alternating between attempts; fails if any of them must not be called. */
    private InetAddress checked(Target target, int attempts) throws Refused {
        List<InetAddress> addresses;
        try {
            addresses = resolve(target.host());
        } catch (UnknownHostException e) {
            throw new Refused("The host does not resolve");
        }
        if (!allowed.contains(target.host()) && !addresses.stream().allMatch(PublicAddresses::isPublic)) {
            throw new Refused("The host resolves to an address that is not public. To allow it, name the host in"
                    + " ecoin.alerts.allowed-hosts");
        }
        return addresses.get(attempts % addresses.size());
    }

    /** Resolves within the timeout; the system's own may be longer. */
    private List<InetAddress> resolve(String host) throws UnknownHostException {
        var found = new CompletableFuture<List<InetAddress>>();
        var thread = new Thread(
                () -> {
                    try {
                        found.complete(resolver.resolve(host));
                    } catch (UnknownHostException | RuntimeException e) {
                        found.completeExceptionally(e);
                    }
                },
                "resolve");
        thread.setDaemon(true);
        thread.start();
        try {
            return found.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("A webhook's host was not resolved", e);
            throw new UnknownHostException(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
    }

    private CompletableFuture<Outcome> post(Endpoint endpoint, Target target, InetAddress address, Due message) {
        var begun = System.nanoTime();
        var timestamp = clock.instant().getEpochSecond();
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(address, target.port())))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.isHttps())
                .setURI(target.path())
                .setFollowRedirects(false)
                .putHeader("content-type", "application/json")
                .putHeader("user-agent", userAgent)
                .putHeader("webhook-id", message.message())
                .putHeader("webhook-timestamp", Long.toString(timestamp))
                .putHeader(
                        "webhook-signature",
                        WebhookSecret.sign(endpoint.secrets(), message.message(), timestamp, message.body()));
        var head = new AtomicReference<Answer>();
        var answered = new CompletableFuture<Answer>();
        client.request(options)
                .compose(request -> {
                    if (answered.isDone()) {
                        request.reset();
                        return Future.failedFuture("too late");
                    }
                    answered.whenComplete((answer, failure) -> hangUp(request, failure));
                    return request.send(Buffer.buffer(message.body())).compose(response -> {
                        head.set(answer(response, Buffer.buffer()));
                        return read(response);
                    });
                })
                .onSuccess(answered::complete)
                .onFailure(answered::completeExceptionally);
        return answered.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((answer, failure) -> outcome(answer, failure, head.get(), since(begun)));
    }

    /** Closes the connection if the answer did not arrive completely. */
    private static void hangUp(HttpClientRequest request, Throwable failure) {
        if (failure != null) {
            request.reset();
        }
    }

    /** @param head status without the body, which is enough for an outcome; null if it did not arrive either */
    private Outcome outcome(Answer answer, Throwable failure, Answer head, int milliseconds) {
        if (failure == null) {
            return answer.outcome(milliseconds);
        }
        if (head != null) {
            return head.outcome(milliseconds);
        }
        return new Outcome(
                null,
                milliseconds,
                failure instanceof TimeoutException
                        ? "It did not answer within " + timeout.toSeconds() + " s"
                        : reason(failure));
    }

    /** A status and the beginning of a body. */
    private record Answer(int status, String body) {

        Outcome outcome(int milliseconds) {
            if (status >= 200 && status < 300) {
                return new Outcome(status, milliseconds, null);
            }
            var what = "It answered " + status;
            if (status >= 300 && status < 400) {
                return new Outcome(status, milliseconds, what + "; redirects are not followed");
            }
            var excerpt = excerpt(body);
            return new Outcome(status, milliseconds, excerpt.isEmpty() ? what : what + ": " + excerpt);
        }
    }

    /** Reads the first bytes of an answer, then closes the connection. */
    private Future<Answer> read(HttpClientResponse response) {
        var body = Buffer.buffer();
        var read = Promise.<Answer>promise();
        response.handler(part -> {
            body.appendBuffer(part.slice(0, Math.min(part.length(), LONGEST_ANSWER - body.length())));
            if (body.length() >= LONGEST_ANSWER) {
                response.handler(rest -> {});
                response.request().reset();
                read.tryComplete(answer(response, body));
            }
        });
        response.endHandler(end -> read.tryComplete(answer(response, body)));
        // The status is enough.
        response.exceptionHandler(e -> read.tryComplete(answer(response, body)));
        return read.future();
    }

    private static Answer answer(HttpClientResponse response, Buffer body) {
        return new Answer(response.statusCode(), body.toString(StandardCharsets.UTF_8));
    }

    /** Beginning of a body on one line, without characters that could be markup. */
    private static String excerpt(String body) {
        var line = ControlCharacters.blank(body)
                .replaceAll("[<>&\"'`\\x00-\\x1f]", " ")
                .replaceAll("\\s+", " ")
                .strip();
        return line.codePointCount(0, line.length()) <= EXCERPT
                ? line
                : line.substring(0, line.offsetByCodePoints(0, EXCERPT)) + "…";
    }

    /** A reason in our own words, because the exception's message may contain text of the target. */
    private static String reason(Throwable e) {
        LOG.debug("A message was not delivered", e);
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return "TLS failed; the certificate must be valid for the host";
            }
            if (cause instanceof ConnectException) {
                return "No connection could be made";
            }
        }
        return e instanceof ConnectTimeoutException
                ? "No connection could be made"
                : "The connection failed (" + e.getClass().getSimpleName() + ")";
    }

    private static int since(long begun) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)));
    }
}
