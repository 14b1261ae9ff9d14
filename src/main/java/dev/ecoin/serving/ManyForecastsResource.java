package dev.ecoin.serving;

import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.Problem;
import dev.ecoin.http.ProblemException;
import dev.ecoin.http.RenderedAnswer;
import dev.ecoin.http.Rendering;
import dev.ecoin.http.Representation;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code GET /forecasts}: the forecasts of many coins in one call; the problems of some do not affect the others. */
@AsksDatabase
@Path("/forecasts")
@Tag(name = "Forecasts")
public class ManyForecastsResource {

    /** Number of coins whose forecasts are rendered concurrently for one call. */
    private static final int AT_ONCE = 4;

    private final ServingConfig config;
    private final ModelLookup models;
    private final Forecasts forecasts;
    private final Rendering rendering;

    ManyForecastsResource(ServingConfig config, ModelLookup models, Forecasts forecasts, Rendering rendering) {
        this.config = config;
        this.models = models;
        this.forecasts = forecasts;
        this.rendering = rendering;
    }

    /** For the OpenAPI document only: the answer is assembled from the bytes for each coin. */
    @Schema(name = "Forecasts")
    record Answer(
            @Schema(description = "Forecasts by coin, in the requested order: each as from /coins/{coin}/forecast")
            Map<String, RichForecast> forecasts,

            @Schema(description = "Problems by coin: why there is no forecast, as from /coins/{coin}/forecast")
            Map<String, Problem> problems) {}

    @GET
    @Operation(
            operationId = "getForecasts",
            summary = "Daily forecasts of many coins with prediction intervals",
            description = """
                    Each coin's forecast is the one that /coins/{coin}/forecast gives for the same options. A coin that
                    cannot be forecast does not spoil the others: its problem is in the answer, which has status 200.""")
    @APIResponse(
            responseCode = "200",
            description = "Forecasts and problems by coin",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Answer.class)))
    @APIResponse(responseCode = "304", description = "Not modified: If-None-Match names the current ETag")
    @APIResponse(
            responseCode = "400",
            description = "A parameter is missing or malformed, or both to and horizon are given")
    @APIResponse(responseCode = "406", description = "JSON is not accepted")
    @APIResponse(
            responseCode = "422",
            description = "There are too many coins, or the horizon or a level is out of range")
    public Uni<Response> forecasts(
            @Parameter(
                            description = "CoinGecko's ids of the coins, separated by commas",
                            required = true,
                            schema = @Schema(type = SchemaType.STRING),
                            example = "bitcoin,ethereum")
                    @RestQuery
                    String coins,
            @BeanParam ForecastParameters parameters,
            @Context HttpServerRequest request) {
        Representation.preferred(request.getHeader("Accept"), Representation.JSON);
        var asked = coins(coins);
        var options = parameters.options(config.maxHorizon());
        return Multi.createFrom()
                .iterable(asked)
                .onItem()
                .transformToUni(coin -> part(coin, options))
                .merge(AT_ONCE)
                .collect()
                .asMap(Part::coin)
                .map(parts -> {
                    var ordered = asked.stream().map(parts::get).toList();
                    return RenderedAnswer.of(join(ordered), Representation.JSON).respond(request);
                });
    }

    private Uni<Part> part(String coin, ForecastOptions options) {
        return models.active(coin)
                .flatMap(model -> forecasts
                        .rich(
                                model,
                                options,
                                options.steps(model.origin(), "to", config.maxHorizon()),
                                Representation.JSON)
                        .map(answer -> new Part(coin, true, answer.body())))
                .onFailure(ProblemException.class)
                .recoverWithItem(e -> new Part(coin, false, rendering.json(e.problem())));
    }

    private List<String> coins(String value) {
        var valid = "up to " + config.mostCoins() + " ids separated by commas, such as bitcoin,ethereum";
        var text = Parameters.required("coins", value, valid);
        var coins = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(coin -> !coin.isEmpty())
                .distinct()
                .toList();
        if (coins.isEmpty()) {
            throw ProblemException.badRequest("coins", text, "The parameter 'coins' names no coin", valid);
        }
        if (coins.size() > config.mostCoins()) {
            throw ProblemException.unprocessable(
                    "coins", text, coins.size() + " coins are too many for one call", valid);
        }
        return coins;
    }

    /** Concatenates the coins' answers, which are JSON already and have the same bytes as single ones. */
    private byte[] join(List<Part> parts) {
        var answer = new ByteArrayOutputStream();
        answer.writeBytes(ascii("{\"forecasts\":"));
        writeObject(parts.stream().filter(Part::isForecast).toList(), answer);
        answer.writeBytes(ascii(",\"problems\":"));
        writeObject(parts.stream().filter(part -> !part.isForecast()).toList(), answer);
        answer.writeBytes(ascii("}"));
        return answer.toByteArray();
    }

    private void writeObject(List<Part> parts, ByteArrayOutputStream answer) {
        var separator = "{";
        for (var part : parts) {
            answer.writeBytes(ascii(separator));
            answer.writeBytes(rendering.json(part.coin()));
            answer.writeBytes(ascii(":"));
            answer.writeBytes(part.json());
            separator = ",";
        }
        answer.writeBytes(ascii(parts.isEmpty() ? "{}" : "}"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A coin's part of the answer: its forecast or its problem. */
    private record Part(String coin, boolean isForecast, byte[] json) {}
}
