package dev.ecoin.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;

/**
 * Renders long answers on the worker pool. The event loop writes finished bytes, so that the rows of one request do not
 * delay others, and a slow client does not occupy a worker.
 */
@Singleton
public final class Rendering {

    private final ObjectMapper mapper;

    Rendering(ObjectMapper mapper) {
        this.mapper = mapper;
    }

    /** Status 200 with the rows rendered as JSON; the function may be slow. */
    public <T> Uni<Response> respond(Uni<T> rows, Function<T, ?> answer) {
        return render(rows, found -> json(answer.apply(found)), Representation.JSON)
                .map(Response.ResponseBuilder::build);
    }

    /**
     * Renders the rows in the representation that the client prefers.
     *
     * @param accept the header {@code Accept}
     * @param csv renders the same answer as CSV
     * @throws ProblemException with status 406 if the client accepts neither JSON nor CSV
     */
    public <T, A> Uni<Response> respond(String accept, Uni<T> rows, Function<T, A> answer, Function<A, byte[]> csv) {
        var representation = Representation.preferred(accept, Representation.JSON, Representation.CSV);
        return render(
                        rows,
                        answer.andThen(made -> representation == Representation.CSV ? csv.apply(made) : json(made)),
                        representation)
                .map(response -> response.header("Vary", "Accept").build());
    }

    private static <T> Uni<Response.ResponseBuilder> render(
            Uni<T> rows, Function<T, byte[]> body, Representation representation) {
        return rows.emitOn(Infrastructure.getDefaultWorkerPool()).map(body).map(bytes -> Response.ok(bytes)
                .header("Content-Type", representation.contentType()));
    }

    /** The answer as JSON, in UTF-8. */
    public byte[] json(Object answer) {
        try {
            return mapper.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
