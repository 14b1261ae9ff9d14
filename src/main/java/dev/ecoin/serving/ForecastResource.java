package dev.ecoin.serving;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.training.ModelRepository;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code GET /forecast}: a coin's forecast prices from its active model. */
@Path("/forecast")
@Tag(name = "Forecasts")
public class ForecastResource {

    private final ServingConfig config;
    private final ModelRepository models;
    private final CoinRepository coins;

    ForecastResource(ServingConfig config, ModelRepository models, CoinRepository coins) {
        this.config = config;
        this.models = models;
        this.coins = coins;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Daily forecast prices of a coin up to a date", description = """
                    One key for every date from the day after the active model's last observation to the given date,
                    ascending, with the forecast price in USD at 00:00 UTC of that date. The price is the median of the
                    forecast distribution: the model is fitted to log prices, so every forecast is positive.""")
    @APIResponse(
            responseCode = "200",
            description = "Forecast prices in USD by date",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = SchemaType.OBJECT,
                                            additionalProperties = Number.class,
                                            description = "ISO date to price in USD"),
                            examples =
                                    @ExampleObject(
                                            name = "two days",
                                            value = "{\"2026-08-09\": 64801.52, \"2026-08-10\": 64810.4}")))
    @APIResponse(responseCode = "400", description = "A parameter is missing or malformed")
    @APIResponse(responseCode = "404", description = "The coin is unknown or has no model yet")
    @APIResponse(
            responseCode = "422",
            description = "The date is not after the model's last observation, or too far after it")
    public Uni<Map<LocalDate, BigDecimal>> forecast(
            @Parameter(description = "CoinGecko's id of the coin", required = true) @RestQuery String coin,
            @Parameter(
                            description = "Last date to forecast, ISO 8601 (UTC)",
                            required = true,
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @RestQuery
                    String date) {
        var id = Parameters.required("coin", coin, "a coin's id such as bitcoin");
        var to = Parameters.requiredDate("date", date);
        return models.active(id)
                .flatMap(active -> active.isPresent()
                        ? Uni.createFrom().item(() -> forecast(active.get().fitted(), to))
                        : noModel(id));
    }

    private Map<LocalDate, BigDecimal> forecast(FittedModel model, LocalDate to) {
        var origin = model.origin();
        var horizon = ChronoUnit.DAYS.between(origin, to);
        if (horizon < 1 || horizon > config.maxHorizon()) {
            throw ProblemException.unprocessable(
                    "date",
                    to.toString(),
                    horizon < 1
                            ? "The date " + to + " is not after the model's last observation on " + origin
                            : "The date " + to + " is " + horizon + " days after the model's last observation on "
                                    + origin,
                    "a date from " + origin.plusDays(1) + " to " + origin.plusDays(config.maxHorizon()));
        }
        var forecast = model.forecast((int) horizon);
        var prices = new LinkedHashMap<LocalDate, BigDecimal>();
        for (int step = 0; step < horizon; step++) {
            prices.put(forecast.day(step), PriceDigits.round(forecast.median(step)));
        }
        return prices;
    }

    private <T> Uni<T> noModel(String coin) {
        return coins.allIds().flatMap(ids -> models.origins().map(origins -> {
            var valid = origins.isEmpty() ? "none yet" : String.join(", ", origins.keySet());
            throw ids.contains(coin)
                    ? ProblemException.notFound(
                            "coin", coin, "The coin '" + coin + "' has no model yet, it is still to be trained", valid)
                    : ProblemException.notFound("coin", coin, "There is no coin '" + coin + "' here", valid);
        }));
    }
}
