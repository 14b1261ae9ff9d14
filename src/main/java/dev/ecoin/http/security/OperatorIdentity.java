package dev.ecoin.http.security;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ecoin.http.ProblemException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/**
 * Checks name and password of HTTP Basic. A password that was right is remembered for a while, as its keyed digest under
 * a key that only this process has: BCrypt takes a quarter of a second, too long for each of many requests.
 */
@Singleton
final class OperatorIdentity implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private static final Logger LOG = Logger.getLogger(OperatorIdentity.class);
    private static final String DIGEST = "HmacSHA256";
    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MOST_REMEMBERED = 1_000;

    private final OperatorAccount account;
    private final LoginAttempts attempts;
    private final AsyncCache<String, SecurityIdentity> identities;
    private final SecretKeySpec key;

    OperatorIdentity(OperatorAccount account, Clock clock) {
        this.account = account;
        this.attempts = new LoginAttempts(clock);
        this.identities = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(REMEMBERED)
                .ticker(new ClockMeter(clock)::currentTimeNanos)
                .executor(Runnable::run)
                .buildAsync();
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, DIGEST);
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        var name = request.getUsername();
        var password = new String(request.getPassword().getPassword());
        var client = ClientAddress.of(
                HttpSecurityUtils.getRoutingContextAttribute(request).request());
        var caller = Vertx.currentContext();
        // Equal credentials that come at the same time are checked, and counted, once.
        return Uni.createFrom()
                .completionStage(() -> identities.get(
                        digest(name, password), (digest, executor) -> check(name, password, client, context)
                                .subscribeAsCompletionStage()))
                .emitOn(on(caller));
    }

    /** Failures are not remembered. */
    private Uni<SecurityIdentity> check(
            String name, String password, String client, AuthenticationRequestContext context) {
        var wait = attempts.admit(client);
        if (!wait.isZero()) {
            return Uni.createFrom()
                    .failure(ProblemException.tooManyRequests("Too many attempts with wrong credentials.", wait));
        }
        return context.runBlocking(() -> {
            if (!account.matches(name, password)) {
                LOG.infof("Wrong credentials came from %s", client);
                throw new AuthenticationFailedException();
            }
            attempts.succeeded(client);
            return identity();
        });
    }

    private SecurityIdentity identity() {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(account.username()))
                .addRole(OperatorPolicy.ROLE)
                .build();
    }

    private String digest(String name, String password) {
        try {
            var mac = Mac.getInstance(DIGEST);
            mac.init(key);
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every JDK has " + DIGEST, e);
        }
    }

    /** Another request may have started the check: this one goes on where it belongs. */
    private static Executor on(Context caller) {
        return caller == null ? Runnable::run : command -> caller.runOnContext(nothing -> command.run());
    }
}
