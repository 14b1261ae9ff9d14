package dev.ecoin.http.security;

import dev.ecoin.http.ProblemException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * The operator's sessions in browsers: a random token in a cookie and its digest in the database, so that all replicas
 * accept it and signing out ends it everywhere. A new password invalidates all digests.
 */
@Singleton
final class Sessions implements HttpAuthenticationMechanism {

    static final String COOKIE = "ecoin-session";

    private static final int TOKEN_BYTES = 32;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** After HTTP Basic and tokens, because credentials in the request itself take precedence. */
    private static final int PRIORITY = DEFAULT_PRIORITY - 500;

    private final SecureRandom random = new SecureRandom();
    private final SessionRepository repository;
    private final OperatorAccount account;
    private final SecurityConfig config;
    private final Clock clock;

    Sessions(SessionRepository repository, OperatorAccount account, SecurityConfig config, Clock clock) {
        this.repository = repository;
        this.account = account;
        this.config = config;
        this.clock = clock;
    }

    /** A new session. */
    record Session(String token, Instant end) {}

    /** Creates a session; requires a configured account. */
    Uni<Session> begin() {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var end = clock.instant().plus(config.session());
        return repository.store(account.digest(token), end).replaceWith(new Session(token, end));
    }

    /** Ends the request's session, if it has one. */
    Uni<Void> end(HttpServerRequest request) {
        return digest(request).map(repository::delete).orElseGet(() -> Uni.createFrom()
                .voidItem());
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identityProviders) {
        return digest(context.request())
                .map(digest -> repository
                        .contains(digest)
                        .ifNoItem()
                        .after(LONGEST_WAIT)
                        .fail()
                        .onFailure(TimeoutException.class)
                        .transform(e -> ProblemException.unavailable(
                                "The session was not checked, because the database does not answer.", LONGEST_WAIT))
                        .map(isKnown -> isKnown ? account.identity() : null))
                .orElseGet(() -> Uni.createFrom().nullItem());
    }

    private Optional<String> digest(HttpServerRequest request) {
        return Optional.ofNullable(request.getCookie(COOKIE))
                .filter(cookie -> account.isConfigured())
                .map(Cookie::getValue)
                .map(account::digest);
    }

    /** No challenge: {@link OperatorPolicy} reports the missing credentials. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public int getPriority() {
        return PRIORITY;
    }
}
