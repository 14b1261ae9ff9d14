package dev.ecoin.risk;

import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.paths.PathEvents;
import dev.ecoin.forecasting.paths.Quantiles;
import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.security.Expensive;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.risk.Drawdowns.DrawdownQuantile;
import dev.ecoin.serving.ServedModel;
import dev.ecoin.serving.ServingConfig;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code GET /coins/{coin}/touch} and {@code /drawdown}: events along simulated price paths. */
@AsksDatabase
@Path("/coins/{coin}")
@Tag(name = "Risk")
@Produces(MediaType.APPLICATION_JSON)
public class PathsResource {

    private static final int DEFAULT_DAYS = 30;
    private static final String QUANTILES = "50,75,90,95,99";

    private final TouchProbabilities touches;
    private final Simulations simulations;
    private final RiskConfig config;
    private final ServingConfig serving;
    private final Currency currency;

    PathsResource(
            TouchProbabilities touches,
            Simulations simulations,
            RiskConfig config,
            ServingConfig serving,
            Currency currency) {
        this.touches = touches;
        this.simulations = simulations;
        this.config = config;
        this.serving = serving;
        this.currency = currency;
    }

    private record Fall(int days, List<BigDecimal> quantiles, Simulation simulation) {}

    @GET
    @Path("touch")
    @Expensive
    @Operation(
            operationId = "getTouchProbability",
            summary = "How likely a coin's price is to come to a bound by a date",
            description = """
                    The chance that a daily price (00:00 UTC) is at or beyond a bound on any day up to the date, from
                    simulated price paths: the prices of every single day have the forecast's distribution, and their
                    volatility persists along a path. With both bounds it is the chance of coming to either. The chance on
                    the date alone is that of /probability, which is lower. Prices within a day are not looked at.""")
    @APIResponse(
            responseCode = "200",
            description = "The probability and the error of its simulation",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TouchProbability.class)))
    @APIResponse(responseCode = "304", description = "Not modified: If-None-Match names the current ETag")
    @APIResponse(responseCode = "400", description = "A parameter is missing or malformed")
    @APIResponse(responseCode = "404", description = "The coin is unknown or has no model yet")
    @APIResponse(
            responseCode = "422",
            description =
                    "A bound is out of range, the date is not within the forecast, or too much is to be simulated")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    public Uni<Response> touch(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            @Parameter(
                            description = "The last day that counts, ISO 8601 (UTC)",
                            required = true,
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @RestQuery
                    String by,
            @Parameter(
                            description = "Upper bound, which the price reaches or exceeds",
                            schema = @Schema(type = SchemaType.NUMBER),
                            example = "100000")
                    @RestQuery
                    String above,
            @Parameter(
                            description = "Lower bound, which the price reaches or undercuts",
                            schema = @Schema(type = SchemaType.NUMBER))
                    @RestQuery
                    String below,
            @BeanParam SimulationParameters parameters,
            @Context HttpServerRequest request) {
        return touches.find(coin, by, above, below, parameters.paths, parameters.seed)
                .map(answer -> answer.respond(request));
    }

    @GET
    @Path("drawdown")
    @Expensive
    @Operation(
            operationId = "getDrawdowns",
            summary = "How deep a coin's price may fall from a peak",
            description = """
                    Quantiles of the deepest fall of the daily price from the highest one before it, within a number of
                    days, from simulated price paths. The price on the day of the model's last observation counts as the
                    first to fall from.""")
    @APIResponse(
            responseCode = "200",
            description = "The quantiles",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Drawdowns.class)))
    @APIResponse(responseCode = "304", description = "Not modified: If-None-Match names the current ETag")
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "The coin is unknown or has no model yet")
    @APIResponse(
            responseCode = "422",
            description = "The days or a quantile are out of range, or too much is to be simulated")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    public Uni<Response> drawdown(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            @Parameter(
                            description = "Days from the model's last observation",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "30"),
                            example = "30")
                    @RestQuery
                    String days,
            @Parameter(
                            description = "Probabilities of a smaller fall in percent, separated by commas",
                            schema = @Schema(type = SchemaType.STRING, defaultValue = QUANTILES),
                            example = QUANTILES)
                    @RestQuery
                    String quantiles,
            @BeanParam SimulationParameters parameters,
            @Context HttpServerRequest request) {
        var ahead =
                Parameters.integer("days", days, 1, serving.maxHorizon(), Math.min(DEFAULT_DAYS, serving.maxHorizon()));
        var question = new Fall(
                ahead,
                Percentages.read("quantiles", quantiles == null ? QUANTILES : quantiles),
                parameters.read(1, ahead, SimulationParameters.USUAL, config));
        return simulations
                .answer(List.of(coin), question, coins -> drawdown(coins, question))
                .map(answer -> answer.respond(request));
    }

    private Drawdowns drawdown(SimulatedCoins coins, Fall question) {
        var simulation = question.simulation();
        var paths = coins.simulator().simulate(question.days(), simulation.paths(), simulation.seed());
        var falls = new Quantiles(PathEvents.drawdowns(coins.lastPrice(), paths.prices(0)));
        return new Drawdowns(
                coins.model().coin(),
                currency,
                ServedModel.of(coins.model()),
                question.days(),
                coins.model().origin().plusDays(question.days()),
                PriceDigits.round(coins.lastPrice()),
                question.quantiles().stream()
                        .map(quantile -> new DrawdownQuantile(
                                quantile, Shown.percent(100 * falls.at(quantile.doubleValue() / 100))))
                        .toList(),
                simulation.paths(),
                simulation.seed());
    }
}
