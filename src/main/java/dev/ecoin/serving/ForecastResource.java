package dev.ecoin.serving;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.Parameters;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code GET /forecast}: a coin's forecast prices from its active model. */
@AsksDatabase
@Path("/forecast")
@Tag(name = "Forecasts")
public class ForecastResource {

    private final ServingConfig config;
    private final ModelLookup models;
    private final Forecasts forecasts;
    private final Currency currency;

    ForecastResource(ServingConfig config, ModelLookup models, Forecasts forecasts, Currency currency) {
        this.config = config;
        this.models = models;
        this.forecasts = forecasts;
        this.currency = currency;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getForecastPrices",
            summary = "Daily forecast prices of a coin up to a date",
            description = """
                    One key for every date from the day after the active model's last observation to the given date,
                    ascending, with the forecast price at 00:00 UTC of that date,
                    in the currency of the service (`ecoin.currency`, which the header Price-Currency names). The price is the median of the
                    forecast distribution: the model is fitted to log prices, so every forecast is positive.""")
    @APIResponse(
            responseCode = "200",
            description = "Forecast prices by date",
            headers =
                    @Header(
                            name = Currency.HEADER,
                            description = "Currency of the prices",
                            schema = @Schema(implementation = Currency.class)),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            additionalProperties = Number.class,
                                            description = "ISO date to price"),
                            examples =
                                    @ExampleObject(
                                            name = "two days",
                                            value = "{\"2026-08-09\": 64801.52, \"2026-08-10\": 64810.4}")))
    @APIResponse(responseCode = "304", description = "Not modified: If-None-Match names the current ETag")
    @APIResponse(responseCode = "400", description = "A parameter is missing or malformed")
    @APIResponse(responseCode = "404", description = "The coin is unknown or has no model yet")
    @APIResponse(
            responseCode = "422",
            description = "The date is not after the model's last observation, or too far after it")
    public Uni<Response> forecast(
            @Parameter(description = "CoinGecko's id of the coin", required = true) @RestQuery String coin,
            @Parameter(
                            description = "Last date to forecast, ISO 8601 (UTC)",
                            required = true,
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @RestQuery
                    String date,
            @Context HttpServerRequest request) {
        var id = Parameters.required("coin", coin, "a coin's id such as bitcoin");
        var options = new ForecastOptions(Parameters.requiredDate("date", date), null, List.of());
        return models.active(id).flatMap(model -> forecasts
                .prices(model, options.steps(model.origin(), "date", config.maxHorizon()))
                .map(answer -> answer.respond(request))
                .invoke(answer -> answer.getHeaders().putSingle(Currency.HEADER, currency.code())));
    }
}
