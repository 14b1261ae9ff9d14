package dev.ecoin.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jboss.logging.Logger;

/** Does the work of {@link ProblemMappers} for failures before an endpoint is reached, such as wrong credentials. */
@Singleton
final class ProblemFailures {

    private static final Logger LOG = Logger.getLogger(ProblemFailures.class);

    private final ObjectMapper mapper;

    ProblemFailures(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    void install(@Observes Router router) {
        router.route().order(0).failureHandler(this::answer);
    }

    private void answer(RoutingContext context) {
        var response = context.response();
        if (response.headWritten()) {
            // A file whose transfer broke off has already ended its response.
            if (!response.ended()) {
                response.end();
            }
            return;
        }
        // Reads and drops the rest of a rejected request, because otherwise its connection could not be reused.
        if (!context.request().isEnded()) {
            context.request().resume();
        }
        if (context.failure() instanceof ProblemException refusal) {
            refusal.headers().forEach(response::putHeader);
        }
        var problem = problem(context);
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(json(problem));
    }

    private static Problem problem(RoutingContext context) {
        var failure = context.failure();
        if (failure instanceof ProblemException refusal) {
            return refusal.problem();
        }
        if (context.statusCode() == HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE.code()) {
            return ProblemException.contentTooLarge().problem();
        }
        if (context.statusCode() >= 500 || context.statusCode() < 400) {
            if (failure instanceof IOException) {
                LOG.debugf(failure, "The client of %s has gone", context.normalizedPath());
            } else {
                LOG.errorf(failure, "%s failed and was answered with status 500", context.normalizedPath());
            }
            return Problem.internal();
        }
        var title = HttpResponseStatus.valueOf(context.statusCode()).reasonPhrase();
        return Problem.plain(context.statusCode(), title, title);
    }

    private String json(Problem problem) {
        try {
            return mapper.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
