package dev.ecoin.http.security;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.AuthenticationException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /session}: keeps the page signed in without storing the password. */
@AsksDatabase
@Path("/session")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Session")
public class SessionResource {

    private static final String BASIC = "Basic ";

    private final Sessions sessions;
    private final OperatorAccount account;
    private final SecurityConfig config;
    private final CurrentIdentityAssociation identity;

    SessionResource(
            Sessions sessions, OperatorAccount account, SecurityConfig config, CurrentIdentityAssociation identity) {
        this.sessions = sessions;
        this.account = account;
        this.config = config;
        this.identity = identity;
    }

    /** @param name null if nobody is signed in */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "Session")
    record Who(
            @Schema(
                    description = "The user's name, null if nobody is signed in",
                    nullable = true,
                    examples = "operator")
            String name) {}

    @GET
    @Operation(
            operationId = "getSession",
            summary = "Who is signed in",
            description = "The name is null where nobody is.")
    @APIResponse(
            responseCode = "200",
            description = "The user",
            content = @Content(schema = @Schema(implementation = Who.class)))
    public Uni<Response> who() {
        return identity.getDeferredIdentity()
                .map(who -> who.isAnonymous() ? null : who.getPrincipal().getName())
                // Not an error: wrong credentials simply sign nobody in.
                .onFailure(AuthenticationException.class::isInstance)
                .recoverWithItem((String) null)
                .map(name -> uncached(Response.ok(new Who(name))));
    }

    @POST
    @Operation(operationId = "beginSession", summary = "Sign in a browser", description = """
                    For requests with the operator's name and password by HTTP Basic. The answer sets a cookie that stands in
                    for them until the session ends (`ecoin.security.session`) or is deleted. Scripts cannot read the cookie
                    (HttpOnly), and browsers send it from this service's own pages only (SameSite=Strict).""")
    @APIResponse(
            responseCode = "200",
            description = "The user; the cookie is set",
            content = @Content(schema = @Schema(implementation = Who.class)))
    public Uni<Response> signIn(@Context HttpServerRequest request) {
        var credentials = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (!account.isConfigured()) {
            throw ProblemException.forbidden("No operator's password is configured, so there is nobody to sign in.");
        }
        if (credentials == null || !credentials.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw ProblemException.forbidden("A session begins with the operator's name and password, by HTTP Basic.");
        }
        return sessions.begin()
                .map(session -> uncached(Response.ok(new Who(account.username()))
                        .cookie(cookie(session.token(), config.session(), request))));
    }

    @DELETE
    @Operation(
            operationId = "endSession",
            summary = "Sign out a browser",
            description = "Ends the session of the cookie, in every replica. Without one nothing changes.")
    @APIResponse(responseCode = "204", description = "The session has ended and the cookie is gone")
    public Uni<Response> signOut(@Context HttpServerRequest request) {
        return sessions.end(request)
                .map(ended -> uncached(Response.noContent().cookie(cookie("", Duration.ZERO, request))));
    }

    private static NewCookie cookie(String token, Duration age, HttpServerRequest request) {
        return new NewCookie.Builder(Sessions.COOKIE)
                .value(token)
                .path("/")
                .maxAge(Math.toIntExact(age.toSeconds()))
                .httpOnly(true)
                .secure(SecurityHeaders.isByTls(request))
                .sameSite(NewCookie.SameSite.STRICT)
                .build();
    }

    private static Response uncached(Response.ResponseBuilder answer) {
        return answer.header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }
}
