package dev.ecoin.fitting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.fit.BacktestAnswer;
import dev.ecoin.fit.FitAnswer;
import dev.ecoin.fit.FitRequest;
import dev.ecoin.fitting.FittingPool.Work;
import dev.ecoin.forecasting.series.SeriesException;
import dev.ecoin.http.security.Expensive;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** {@code POST /fit} and {@code /backtest}: the command {@code fit} for callers without a shell. */
@Path("/")
@Blocking
@Consumes({MediaType.APPLICATION_JSON, FittingResource.LINES})
@Produces({MediaType.APPLICATION_JSON, FittingResource.LINES})
@Tag(name = "Engine")
public class FittingResource {

    static final String FIT = "fit";
    static final String BACKTEST = "backtest";
    static final String LINES = "application/x-ndjson";
    static final Set<String> MEDIA_TYPES = Set.of(MediaType.APPLICATION_JSON, LINES);

    private static final Logger LOG = Logger.getLogger(FittingResource.class);
    private static final String WEEKS =
            "10,12,9,11,14,20,18,11,12,10,11,15,21,19,12,14,10,12,15,22,20,12,15,11,13,16,23,20";

    private final FittingPool pool;
    private final ObjectMapper json;
    private final SeriesReader reader = new SeriesReader();

    FittingResource(FittingPool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    @POST
    @Path(FIT)
    @Expensive
    @Operation(
            operationId = "fitSeries",
            summary = "Fits a SARIMA model to each series and forecasts it",
            description = """
                    Takes an array of up to 50 series with the fields of the command fit, and returns an array in the same
                    order: the model, its statistics and forecasts, or id and error where a series cannot be fitted or its
                    fit takes longer than ecoin.fit.timeout. One series may also be sent as an object, and is then answered
                    by an object. As application/x-ndjson, series and answers are lines. Nothing is stored. Needs the operator unless ecoin.fit.enabled is true. When the
                    client closes the connection, the work ends.""")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FitSeries[].class),
                            examples = {
                                @ExampleObject(
                                        name = "four weeks",
                                        value = "[{\"id\": \"visits\", \"values\": [" + WEEKS
                                                + "], \"period\": 7, \"horizon\": 7, \"levels\": [80]}]"),
                                @ExampleObject(
                                        name = "two series, one of a given order",
                                        value = "[{\"id\": 1, \"values\": [" + WEEKS
                                                + "], \"order\": [0, 1, 1], \"seasonal\": [0, 0, 0], \"horizon\": 2},"
                                                + " {\"id\": 2, \"values\": [3, 4, 4, 6, 5, 7, 8, 7, 9, 10, 9, 12],"
                                                + " \"period\": 1, \"log\": true}]")
                            }))
    @APIResponse(
            responseCode = "200",
            description = "The answers; each is a model with its forecasts, or an error",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = FittedSeries[].class)))
    @APIResponse(responseCode = "400", description = "A series or a field of it cannot be read; nothing was fitted")
    @APIResponse(
            responseCode = "401",
            description = "The operator's credentials are missing or wrong, and ecoin.fit.enabled is false")
    @APIResponse(
            responseCode = "422",
            description = "There are more series, values, steps or levels than are answered, or lags are too long")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    @APIResponse(
            responseCode = "503",
            description = "Eight requests are under way, the maximum; Retry-After says when to try again")
    public Uni<Response> fit(InputStream body, @Context HttpServerRequest request) {
        return answer(() -> reader.fits(body, isLines(request)), Function.identity(), fit -> FitAnswer.of(fit)
                .json());
    }

    @POST
    @Path(BACKTEST)
    @Expensive
    @Operation(
            operationId = "backtestSeries",
            summary = "Scores forecasts of each series from past origins",
            description = """
                    Takes an array of up to 50 series with the fields of POST /fit and those of the origins, and returns how forecasts from past origins, each made of the values up to it alone, compare with what
                    came: errors and coverage of the model, and of naive, seasonal naive and drift, on the same steps. The
                    newest origin lies a horizon before the end. The order is selected at the oldest origin, and parameters
                    are estimated there, unless refit is true. Bounds and access are those of POST /fit.""")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BacktestSeries[].class),
                            examples =
                                    @ExampleObject(
                                            name = "two weeks of forecasts from two origins",
                                            value = "[{\"id\": \"visits\", \"values\": [" + WEEKS
                                                    + "], \"period\": 7, \"horizon\": 7, \"windows\": 2, \"step\": 7,"
                                                    + " \"training\": 14}]")))
    @APIResponse(
            responseCode = "200",
            description = "The answers; each has scores, or an error",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BacktestedSeries[].class)))
    @APIResponse(responseCode = "400", description = "A series or a field of it cannot be read; nothing was scored")
    @APIResponse(
            responseCode = "401",
            description = "The operator's credentials are missing or wrong, and ecoin.fit.enabled is false")
    @APIResponse(
            responseCode = "422",
            description =
                    "There are more series, values, steps, levels or refits than are answered, or lags are too long")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    @APIResponse(
            responseCode = "503",
            description = "Eight requests are under way, the maximum; Retry-After says when to try again")
    public Uni<Response> backtest(InputStream body, @Context HttpServerRequest request) {
        return answer(
                () -> reader.backtests(body, isLines(request)),
                backtest -> backtest.series(),
                backtest -> BacktestAnswer.of(backtest).json());
    }

    private static boolean isLines(HttpServerRequest request) {
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, LINES, 0, LINES.length());
    }

    @FunctionalInterface
    private interface Reading<T> {
        SeriesReader.Asked<T> read();
    }

    private <T> Uni<Response> answer(Reading<T> body, Function<T, FitRequest> series, Function<T, ObjectNode> answer) {
        var place = pool.place();
        try {
            var asked = body.read();
            var work = asked.series().stream()
                    .map(each -> new Work<>(
                            () -> bytes(answer.apply(each)),
                            failure -> bytes(FitAnswer.error(series.apply(each).id(), why(failure)))))
                    .toList();
            return pool.all(work)
                    .map(answers -> Response.ok(asked.layout().join(answers))
                            .type(asked.layout() == Layout.LINES ? LINES : MediaType.APPLICATION_JSON)
                            .build())
                    .onTermination()
                    .invoke(place::close);
        } catch (RuntimeException | Error e) {
            place.close();
            throw e;
        }
    }

    private String why(Throwable failure) {
        if (failure instanceof CancellationException) {
            return "Ended after " + seconds(pool.timeout())
                    + " (ecoin.fit.timeout). Send fewer values, a shorter period, or an order of fewer lags.";
        }
        if (failure instanceof SeriesException || failure instanceof IllegalArgumentException) {
            return failure.getMessage();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        LOG.error("A series could not be worked on", failure);
        return "Internal error; the service's log has the cause.";
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }

    private byte[] bytes(ObjectNode answer) {
        try {
            return json.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
