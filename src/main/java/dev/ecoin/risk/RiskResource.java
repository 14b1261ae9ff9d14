package dev.ecoin.risk;

import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.ForecastDistribution;
import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.Rendering;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.risk.ReturnQuantiles.ReturnQuantile;
import dev.ecoin.serving.ServedModel;
import dev.ecoin.serving.ServingConfig;
import dev.ecoin.training.StoredModel;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code GET /coins/{coin}/probability} and {@code /returns}: probabilities of prices and quantiles of returns. */
@AsksDatabase
@Path("/coins/{coin}")
@Tag(name = "Risk")
@Produces(MediaType.APPLICATION_JSON)
public class RiskResource {

    private static final String RETURN_ABOVE = "return_above";
    private static final String RETURN_BELOW = "return_below";
    private static final String QUANTILES = "5,25,50,75,95";
    private static final int DEFAULT_DAYS = 30;
    private final PriceProbabilities probabilities;
    private final PricedModels models;
    private final ServingConfig config;
    private final Currency currency;
    private final Rendering rendering;

    RiskResource(
            PriceProbabilities probabilities,
            PricedModels models,
            ServingConfig config,
            Currency currency,
            Rendering rendering) {
        this.probabilities = probabilities;
        this.models = models;
        this.config = config;
        this.currency = currency;
        this.rendering = rendering;
    }

    @GET
    @Path("probability")
    @Operation(
            operationId = "getProbability",
            summary = "How likely a coin's price is above, below or between bounds on a date",
            description = """
                    From the distribution that the forecast's limits are cut from: the price exceeds upper_95 with
                    probability 0.025. Bounds are prices (above, below, or both for a range), or returns in percent
                    of the price on the day of the model's last observation (return_above, return_below). It is the
                    chance on that one day, not of reaching the bound at some time before. Of a coin that has never moved
                    the last price is certain: all limits are equal to it, and nothing is above or below them.""")
    @APIResponse(
            responseCode = "200",
            description = "The probability",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PriceProbability.class)))
    @APIResponse(
            responseCode = "400",
            description = "A parameter is missing or malformed, or prices and returns are mixed")
    @APIResponse(responseCode = "404", description = "The coin is unknown or has no model yet")
    @APIResponse(
            responseCode = "422",
            description = "A bound is out of range, the range is empty, or the date is not within the forecast")
    public Uni<Response> probability(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            @Parameter(
                            description = "The day, ISO 8601 (UTC)",
                            required = true,
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @RestQuery
                    String date,
            @Parameter(
                            description = "The price is above this",
                            schema = @Schema(type = SchemaType.NUMBER),
                            example = "100000")
                    @RestQuery
                    String above,
            @Parameter(description = "The price is below this", schema = @Schema(type = SchemaType.NUMBER)) @RestQuery
                    String below,
            @Parameter(
                            name = RETURN_ABOVE,
                            description = "The return is above this, in percent",
                            schema = @Schema(type = SchemaType.NUMBER))
                    @RestQuery(RETURN_ABOVE)
                    String returnAbove,
            @Parameter(
                            name = RETURN_BELOW,
                            description = "The return is below this, in percent",
                            schema = @Schema(type = SchemaType.NUMBER))
                    @RestQuery(RETURN_BELOW)
                    String returnBelow) {
        return rendering.respond(
                probabilities.find(coin, date, above, below, returnAbove, returnBelow), Function.identity());
    }

    @GET
    @Path("returns")
    @Operation(
            operationId = "getReturns",
            summary = "Quantiles of a coin's return over a number of days",
            description = """
                    What the price may have gained or lost, in percent of the price on the day of the model's last
                    observation, from the distribution that the forecast's limits are cut from.""")
    @APIResponse(
            responseCode = "200",
            description = "The quantiles",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ReturnQuantiles.class)))
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "The coin is unknown or has no model yet")
    @APIResponse(responseCode = "422", description = "The days or a quantile are outside their range")
    public Uni<Response> returns(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            @Parameter(
                            description = "Days from the model's last observation",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "30"),
                            example = "30")
                    @RestQuery
                    String days,
            @Parameter(
                            description = "Probabilities of a lower return in percent, separated by commas",
                            schema = @Schema(type = SchemaType.STRING, defaultValue = QUANTILES),
                            example = QUANTILES)
                    @RestQuery
                    String quantiles) {
        var ahead =
                Parameters.integer("days", days, 1, config.maxHorizon(), Math.min(DEFAULT_DAYS, config.maxHorizon()));
        var asked = Percentages.read("quantiles", quantiles == null ? QUANTILES : quantiles);
        return rendering.respond(models.active(coin), start -> returns(start.model(), ahead, asked, start.lastPrice()));
    }

    private ReturnQuantiles returns(StoredModel model, int days, List<BigDecimal> quantiles, double lastPrice) {
        var distribution = model.fitted().distribution(days);
        return new ReturnQuantiles(
                model.coin(),
                currency,
                ServedModel.of(model),
                days,
                model.origin().plusDays(days),
                PriceDigits.round(lastPrice),
                Shown.probability(distribution.probabilityBelow(lastPrice)),
                quantiles.stream()
                        .map(quantile -> quantile(quantile, distribution, lastPrice))
                        .toList());
    }

    private static ReturnQuantile quantile(BigDecimal quantile, ForecastDistribution distribution, double lastPrice) {
        var price = distribution.quantile(quantile.doubleValue() / 100);
        var change = 100 * (price / lastPrice - 1);
        // A thousand days ahead, a quantile of a volatile coin can overflow a double.
        return Double.isFinite(change)
                ? new ReturnQuantile(quantile, Shown.percent(change), PriceDigits.round(price))
                : new ReturnQuantile(quantile, null, null);
    }
}
