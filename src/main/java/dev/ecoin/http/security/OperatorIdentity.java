package dev.ecoin.http.security;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ecoin.http.ProblemException;
import io.github.bucket4j.Bucket;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Checks name and password of HTTP Basic. A correct password is cached for a while, for its client and as a digest with
 * a key that only this process knows, because BCrypt takes a quarter of a second, too long for frequent requests.
 */
@Singleton
final class OperatorIdentity implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private static final Logger LOG = Logger.getLogger(OperatorIdentity.class);
    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MOST_REMEMBERED = 1_000;
    private static final Duration REFUSAL_DELAY = Duration.ofMillis(250);
    private static final int MOST_DELAYED = 2_000;
    private static final int UNDELAYED_A_SECOND = 1_000;

    private final OperatorAccount account;
    private final KnownClients knownClients;
    private final LoginAttempts attempts;
    private final AsyncCache<String, SecurityIdentity> identities;
    private final KeyedDigest digest;
    private final Semaphore delayed = new Semaphore(MOST_DELAYED);
    private final AtomicInteger checks = new AtomicInteger();

    private final Bucket undelayed = Bucket.builder()
            .addLimit(
                    limit -> limit.capacity(UNDELAYED_A_SECOND).refillGreedy(UNDELAYED_A_SECOND, Duration.ofSeconds(1)))
            .build();

    /** A single thread, so that guesses neither delay known clients nor occupy all processors. */
    private final CheckQueue unknownClients = new CheckQueue("unknown-clients");

    OperatorIdentity(OperatorAccount account, KnownClients knownClients, Clock clock) {
        this.account = account;
        this.knownClients = knownClients;
        this.attempts = new LoginAttempts(clock);
        this.identities = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(new ClockMeter(clock)::currentTimeNanos)
                .executor(Runnable::run)
                .buildAsync();
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.digest = new KeyedDigest(random);
    }

    @PreDestroy
    void close() {
        unknownClients.close();
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest login, AuthenticationRequestContext context) {
        if (!account.isConfigured()) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        var name = login.getUsername();
        var password = new String(login.getPassword().getPassword());
        var request = HttpSecurityUtils.getRoutingContextAttribute(login).request();
        var client = ClientAddress.of(request);
        var caller = Vertx.currentContext();
        var check = isKnown(client, request)
                .emitOn(on(caller))
                .chain(known -> check(name, password, client, known, context));
        if (attempts.isGuessing(client)) {
            return check.emitOn(on(caller));
        }
        // Concurrent equal credentials are checked and counted once.
        return Uni.createFrom()
                .completionStage(() -> identities.get(
                        digest.of(client, name, password), (key, executor) -> check.subscribeAsCompletionStage()))
                .emitOn(on(caller));
    }

    private Uni<Boolean> isKnown(String client, HttpServerRequest request) {
        return LocalRequests.isFromMainAddress(request) ? Uni.createFrom().item(true) : knownClients.contains(client);
    }

    /** Failures are not cached. */
    private Uni<SecurityIdentity> check(
            String name, String password, String client, boolean isKnown, AuthenticationRequestContext context) {
        var admission = attempts.admit(client, isKnown);
        if (!admission.isGranted()) {
            return refuse(
                    ProblemException.tooManyRequests("Too many attempts with wrong credentials.", admission.pause()));
        }
        Supplier<SecurityIdentity> match = () -> match(name, password, client);
        var identity = isKnown
                ? context.runBlocking(match)
                : Uni.createFrom().item(match).runSubscriptionOn(unknownClients.at(admission.rank()));
        return identity.onSubscription()
                .invoke(checks::incrementAndGet)
                .onTermination()
                .invoke(() -> checks.decrementAndGet())
                .call(() -> knownClients.add(client));
    }

    /**
     * While a password is checked, and during many attempts, the refusal is delayed, to leave the processors to the
     * check.
     */
    private Uni<SecurityIdentity> refuse(ProblemException problem) {
        var refusal = Uni.createFrom().<SecurityIdentity>failure(problem);
        if (checks.get() == 0 && undelayed.tryConsume(1) || !delayed.tryAcquire()) {
            return refusal;
        }
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(REFUSAL_DELAY)
                .onTermination()
                .invoke(delayed::release)
                .chain(() -> refusal);
    }

    private SecurityIdentity match(String name, String password, String client) {
        if (!account.matches(name, password)) {
            LOG.infof("Wrong credentials from %s", client);
            throw new AuthenticationFailedException();
        }
        attempts.succeeded(client);
        return account.identity();
    }

    /** Continues in the caller's context, because another request may have started the check. */
    private static Executor on(Context caller) {
        return caller == null ? Runnable::run : command -> caller.runOnContext(nothing -> command.run());
    }
}
