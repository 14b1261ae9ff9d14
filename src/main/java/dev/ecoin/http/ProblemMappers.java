package dev.ecoin.http;

import io.smallrye.mutiny.TimeoutException;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.DatabaseException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every error leaves as a problem detail; what went wrong inside stays in the log. */
final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    /** Classes of SQLSTATE: connection exception, operator intervention such as a shutdown. */
    private static final Set<String> CONNECTION_LOST = Set.of("08", "57");

    @ServerExceptionMapper
    Response badRequest(ProblemException e) {
        return respond(e.problem());
    }

    @ServerExceptionMapper
    Response refusedByTheFramework(WebApplicationException e) {
        var status = e.getResponse().getStatusInfo();
        if (status.getFamily() == Status.Family.SERVER_ERROR) {
            LOG.error("A request failed", e);
        }
        return respond(plain(status.getStatusCode(), status.getReasonPhrase(), status.getReasonPhrase()));
    }

    /** The service's only connection on the way to an answer is the one to its database. */
    @ServerExceptionMapper({IOException.class, VertxException.class, TimeoutException.class})
    Response connectionFailure(Exception e, UriInfo request) {
        if (e instanceof DatabaseException refused && !CONNECTION_LOST.contains(sqlClass(refused))) {
            return failure(e, request);
        }
        LOG.errorf("%s was answered with status 503, the database cannot be reached: %s", request.getPath(), e);
        var status = Status.SERVICE_UNAVAILABLE;
        return respond(plain(
                status.getStatusCode(),
                status.getReasonPhrase(),
                "The database cannot be reached; try again shortly."));
    }

    @ServerExceptionMapper
    Response failure(Throwable e, UriInfo request) {
        LOG.errorf(e, "%s failed and was answered with status 500", request.getPath());
        var status = Status.INTERNAL_SERVER_ERROR;
        return respond(
                plain(status.getStatusCode(), status.getReasonPhrase(), "The service failed; its log says why."));
    }

    private static String sqlClass(DatabaseException e) {
        return e.getSqlState() == null ? "" : e.getSqlState().substring(0, 2);
    }

    private static Problem plain(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, null, null, null);
    }

    private static Response respond(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
