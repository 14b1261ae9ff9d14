package dev.ecoin.http;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps every error of an endpoint to a problem detail; internal details appear only in the log. */
final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

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

    @ServerExceptionMapper
    Response failure(Throwable e, UriInfo request) {
        return badRequest(Failures.problem(e, request.getPath()));
    }

    private static Response respond(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
