package dev.ecoin.http.security;

import dev.ecoin.http.ProblemException;
import io.quarkus.arc.All;
import io.quarkus.oidc.OIDCException;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Authorises every request. Credentials are checked only where they matter, so wrong ones do not prevent open reads.
 */
@Singleton
final class OperatorPolicy implements HttpSecurityPolicy {

    /** May read and change everything. */
    static final String ROLE = "operator";

    private static final Logger LOG = Logger.getLogger(OperatorPolicy.class);
    private static final String BASIC = "Basic realm=\"ecoin-forecaster\", charset=\"UTF-8\"";
    private static final String BEARER = "Bearer";

    /** Timeout for the provider's keys. */
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(10);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final String HOW_TO_ENABLE =
            "Changes over HTTP are off: set ECOIN_SECURITY_OPERATOR_PASSWORD_HASH to"
                    + " what the command `password` prints, or configure OpenID Connect; docs/security.md describes both.";

    private static final String NO_AUDIENCE =
            "OpenID Connect is on (quarkus.oidc.tenant-enabled), but quarkus.oidc.token.audience is not set: tokens that the"
                    + " provider issued to any other application would be accepted. Set QUARKUS_OIDC_TOKEN_AUDIENCE to the"
                    + " audience that the provider puts into tokens for this service, such as ecoin-forecaster.";

    private final SecurityConfig config;
    private final OperatorAccount account;
    private final LaunchMode mode;
    private final boolean hasOidc;
    private final Map<String, PostEndpoint> endpoints;

    OperatorPolicy(
            SecurityConfig config,
            OperatorAccount account,
            LaunchMode mode,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled") boolean hasOidc,
            @All List<PostEndpoint> endpoints) {
        this.config = config;
        this.account = account;
        this.mode = mode;
        this.hasOidc = hasOidc;
        this.endpoints = endpoints.stream().collect(Collectors.toMap(PostEndpoint::path, Function.identity()));
    }

    /** Fails fast on an invalid configuration; commands answer no requests and skip the check. */
    void check(
            @Observes StartupEvent start,
            @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean isService,
            @ConfigProperty(name = "quarkus.oidc.token.audience") Optional<List<String>> audience) {
        if (isService && hasOidc && audience.isEmpty()) {
            throw new ConfigurationException(NO_AUDIENCE, Set.of("quarkus.oidc.token.audience"));
        }
        if (isService && !account.isConfigured() && !hasOidc) {
            LOG.info(
                    mode == LaunchMode.DEVELOPMENT
                            ? "No operator's password is configured: in dev mode everybody on this machine may change everything."
                            : HOW_TO_ENABLE);
        }
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext context, Uni<SecurityIdentity> identity, AuthorizationRequestContext ignored) {
        var reads = HttpMethods.isSafe(context.request()) || isOpenToReaders(context.request());
        if (reads && isOpen(context)) {
            return CheckResult.permit();
        }
        return check(context, identity, reads);
    }

    /** Fails as for a change unless the operator asks. */
    Uni<Void> requireOperator(RoutingContext context, Uni<SecurityIdentity> identity) {
        return check(context, identity, false).replaceWithVoid();
    }

    private Uni<CheckResult> check(RoutingContext context, Uni<SecurityIdentity> identity, boolean reads) {
        if (!account.isConfigured() && !hasOidc) {
            return mode == LaunchMode.DEVELOPMENT && LocalRequests.isLocal(context.request())
                    ? CheckResult.permit()
                    : Uni.createFrom().failure(ProblemException.forbidden(HOW_TO_ENABLE + hint(context.request())));
        }
        // Quarkus's own handler would answer without a body.
        context.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, NO_ANSWER);
        return (isBearer(context.request()) ? bound(identity) : identity)
                .onFailure(AuthenticationException.class::isInstance)
                .transform(e -> unauthorized("The credentials are wrong.", context.request()))
                .map(who -> check(who, reads, context.request()));
    }

    private static boolean isBearer(HttpServerRequest request) {
        var credentials = request.getHeader(HttpHeaders.AUTHORIZATION);
        return credentials != null && credentials.regionMatches(true, 0, BEARER, 0, BEARER.length());
    }

    /** An unreachable provider says nothing about the token. */
    private static Uni<SecurityIdentity> bound(Uni<SecurityIdentity> identity) {
        return identity.ifNoItem()
                .after(LONGEST_CHECK)
                .fail()
                .onFailure(OperatorPolicy::comesOfTheProvider)
                .transform(e -> {
                    LOG.debug("A token could not be checked", e);
                    return ProblemException.unavailable(
                            "The OpenID Connect provider cannot be reached, so the token was not checked.",
                            RETRY_AFTER);
                });
    }

    /** Quarkus reports keys that could not be fetched as a failed authentication, with the failure as its cause. */
    private static boolean comesOfTheProvider(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(e -> e instanceof OIDCException || e instanceof TimeoutException || e instanceof IOException);
    }

    private static final BiConsumer<RoutingContext, Throwable> NO_ANSWER = (context, failure) -> {};

    private boolean isOpenToReaders(HttpServerRequest request) {
        var endpoint = endpoints.get(request.path());
        return endpoint != null && endpoint.isOpenToReaders() && request.method() == HttpMethod.POST;
    }

    private String hint(HttpServerRequest request) {
        var endpoint = endpoints.get(request.path());
        return endpoint == null ? "" : endpoint.hint();
    }

    private boolean isOpen(RoutingContext context) {
        return config.readRole().isEmpty() || HttpMethods.isPreflight(context.request());
    }

    private CheckResult check(SecurityIdentity who, boolean reads, HttpServerRequest request) {
        if (who.isAnonymous()) {
            throw unauthorized("This needs credentials." + hint(request), request);
        }
        if (who.hasRole(ROLE) || reads && config.readRole().filter(who::hasRole).isPresent()) {
            return CheckResult.PERMIT;
        }
        throw ProblemException.forbidden("This needs the role '" + ROLE + "'"
                + (reads ? " or '" + config.readRole().orElseThrow() + "'" : "") + ", which the account lacks.");
    }

    /** Sends no challenge to a script of a page, to suppress the browser's login prompt. */
    private ProblemException unauthorized(String detail, HttpServerRequest request) {
        var challenge = Stream.of(
                        account.isConfigured() ? Optional.of(BASIC) : Optional.<String>empty(),
                        hasOidc ? Optional.of(BEARER) : Optional.<String>empty())
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return ProblemException.unauthorized(
                detail,
                "XMLHttpRequest".equals(request.getHeader("X-Requested-With"))
                        ? Optional.empty()
                        : Optional.of(challenge));
    }
}
