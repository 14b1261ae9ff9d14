package dev.ecoin.serving;

import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.http.Representation;
import dev.ecoin.training.StoredModel;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code GET /coins/{coin}/forecast}: a forecast with limits, model and notes. */
@AsksDatabase
@Path("/coins/{coin}/forecast")
@Tag(name = "Forecasts")
public class CoinForecastResource {

    private static final String AS_OF = "as_of";

    private final ServingConfig config;
    private final ModelLookup models;
    private final Forecasts forecasts;

    CoinForecastResource(ServingConfig config, ModelLookup models, Forecasts forecasts) {
        this.config = config;
        this.models = models;
        this.forecasts = forecasts;
    }

    @GET
    @Operation(
            operationId = "getForecast",
            summary = "Daily forecast of a coin with prediction intervals",
            description = """
                    For each day from the day after the model's last observation the median price at 00:00 UTC and
                    the limits of central prediction intervals, with the model they come from and notes on what a reader
                    might stumble over. With "Accept: text/csv" the days alone, as CSV. Clients revalidate an
                    answer by its ETag before each use: any training, crawl or rollback may change it.""")
    @APIResponse(
            responseCode = "200",
            description = "The forecast",
            headers = {
                @Header(
                        name = "ETag",
                        description = "Changes with the answer",
                        schema = @Schema(type = SchemaType.STRING)),
                @Header(
                        name = "Cache-Control",
                        description = "Revalidate before each use: another model may be activated at any time",
                        schema = @Schema(type = SchemaType.STRING, examples = "no-cache"))
            },
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RichForecast.class)),
                @Content(
                        mediaType = "text/csv",
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "one day",
                                        value = "coin,date,price,lower_80,upper_80,currency\r\n"
                                                + "bitcoin,2026-08-09,64886.47,62980.11,66850.53,eur\r\n"))
            })
    @APIResponse(responseCode = "304", description = "Not modified: If-None-Match names the current ETag")
    @APIResponse(
            responseCode = "400",
            description = "A parameter is malformed, or two are given that exclude each other")
    @APIResponse(
            responseCode = "404",
            description = "The coin is unknown, has no model or not the requested one, or was not served from as_of")
    @APIResponse(responseCode = "406", description = "Neither JSON nor CSV is accepted")
    @APIResponse(responseCode = "422", description = "The last day, the horizon or a level is out of range")
    public Uni<Response> forecast(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            @BeanParam ForecastParameters parameters,
            @Parameter(
                            description = "Id of another model of the coin's history; the active one by default",
                            schema = @Schema(type = SchemaType.INTEGER))
                    @RestQuery
                    String model,
            @Parameter(
                            name = AS_OF,
                            description =
                                    "An origin of the past, ISO 8601 (UTC): the forecast as it was served from it, by"
                                            + " the model and the prices of that time; excludes model",
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @RestQuery(AS_OF)
                    String asOf,
            @Context HttpServerRequest request) {
        var representation =
                Representation.preferred(request.getHeader("Accept"), Representation.JSON, Representation.CSV);
        var options = parameters.options(config.maxHorizon());
        var origin = Parameters.optionalDate(AS_OF, asOf);
        if (origin == null) {
            return models.active(coin, model).flatMap(found -> forecasts
                    .rich(found, options, steps(options, found), representation)
                    .map(answer -> answer.respond(request)));
        }
        if (model != null) {
            throw ProblemException.badRequest(
                    "model",
                    model,
                    "The parameters 'model' and '" + AS_OF + "' exclude each other",
                    "one of them, or neither for the active model");
        }
        return models.servedFrom(coin, origin).flatMap(found -> forecasts
                .rich(found, options, steps(options, found), representation, origin)
                .map(answer -> answer.respond(request)));
    }

    private int steps(ForecastOptions options, StoredModel model) {
        return options.steps(model.origin(), "to", config.maxHorizon());
    }
}
