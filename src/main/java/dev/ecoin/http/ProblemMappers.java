package dev.ecoin.http;

import dev.ecoin.database.DatabaseFailures;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps every error of an endpoint to a problem detail; internal details appear only in the log. */
final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    /** A database restarts within some seconds. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Duration timeout;

    ProblemMappers(RequestConfig config) {
        timeout = config.patience();
    }

    @ServerExceptionMapper
    Response badRequest(ProblemException e) {
        var response = respond(e.problem());
        e.headers().forEach((name, value) -> response.getHeaders().putSingle(name, value));
        return response;
    }

    @ServerExceptionMapper
    Response refusedByTheFramework(WebApplicationException e, HttpServerRequest request) {
        var status = e.getResponse().getStatusInfo();
        if (status.getFamily() == Status.Family.SERVER_ERROR) {
            LOG.error("A request failed", e);
        }
        var problem =
                switch (status.getStatusCode()) {
                    case 404 -> notFound(request.path());
                    case 405 ->
                        ProblemException.methodNotAllowed(
                                request.method().name(), e.getResponse().getHeaderString(HttpHeaders.ALLOW));
                    case 406 ->
                        ProblemException.notAcceptable(request.getHeader(HttpHeaders.ACCEPT), "what /q/openapi lists");
                    case 415 ->
                        ProblemException.unsupportedMediaType(
                                request.getHeader(HttpHeaders.CONTENT_TYPE), "what /q/openapi lists");
                    default -> null;
                };
        return problem == null
                ? respond(Problem.plain(status.getStatusCode(), status.getReasonPhrase(), status.getReasonPhrase()))
                : badRequest(problem);
    }

    private static ProblemException notFound(String path) {
        return path.startsWith("/q/health") || path.startsWith("/q/metrics")
                ? ProblemException.notFound(
                        "path",
                        path,
                        "Health and metrics are on the management interface, port 9000 unless quarkus.management.port"
                                + " says otherwise",
                        "the same path on that port")
                : ProblemException.notFound("path", path, "There is nothing at " + path, "what /q/openapi lists");
    }

    /** The only connection that an answer needs is the one to the database. */
    @ServerExceptionMapper
    Response failure(Throwable e, UriInfo request) {
        // Thrown when waiting for an answer.
        var cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
        if (cause instanceof TimeoutException) {
            LOG.errorf("%s was answered with status 503 after %s without an answer", request.getPath(), timeout);
            return badRequest(ProblemException.unavailable(
                    "There was no answer within %s s: the database does not answer, or the service is overloaded."
                            .formatted(BigDecimal.valueOf(timeout.toMillis(), 3)
                                    .stripTrailingZeros()
                                    .toPlainString()),
                    RETRY_AFTER));
        }
        if (DatabaseFailures.isOutage(cause)) {
            LOG.errorf("%s was answered with status 503, the database is not available: %s", request.getPath(), cause);
            return badRequest(ProblemException.unavailable("The database is not available.", RETRY_AFTER));
        }
        LOG.errorf(e, "%s failed and was answered with status 500", request.getPath());
        return respond(Problem.internal());
    }

    private static Response respond(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
