package dev.ecoin.risk;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.security.Expensive;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code GET /portfolio}: the risk of holdings of several coins, from their joint price paths. */
@AsksDatabase
@Path("/portfolio")
@Tag(name = "Risk")
@Produces(MediaType.APPLICATION_JSON)
public class PortfolioResource {

    private static final int DEFAULT_HORIZON = 30;
    private static final String LEVELS = "95,99";
    private final Simulations simulations;
    private final RiskConfig config;
    private final ServingConfig serving;
    private final Currency currency;

    PortfolioResource(Simulations simulations, RiskConfig config, ServingConfig serving, Currency currency) {
        this.simulations = simulations;
        this.config = config;
        this.serving = serving;
        this.currency = currency;
    }

    @GET
    @Expensive
    @Operation(
            operationId = "getPortfolioRisk",
            summary = "What holdings of several coins may be worth",
            description = """
                    Present value, quantiles of the value and of profit and loss after a number of days, value at risk and
                    expected shortfall with each coin's part of it, and a fan of the value by day. From price paths that
                    are simulated jointly: whole past days are drawn, so that coins that fall together do so here. The
                    holdings stay as they are.""")
    @APIResponse(
            responseCode = "200",
            description = "The value and its risk",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PortfolioRisk.class)))
    @APIResponse(responseCode = "304", description = "Not modified: If-None-Match names the current ETag")
    @APIResponse(responseCode = "400", description = "A parameter is missing or malformed")
    @APIResponse(responseCode = "404", description = "A coin is unknown or has no model yet")
    @APIResponse(
            responseCode = "422",
            description = "An amount, the horizon or a level is out of range, or too much is to be simulated")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    public Uni<Response> portfolio(
            @Parameter(
                            description = "Coins by CoinGecko's id, each with the amount held, separated by commas",
                            required = true,
                            schema = @Schema(type = SchemaType.STRING),
                            example = "bitcoin:0.5,ethereum:4")
                    @RestQuery
                    String holdings,
            @Parameter(
                            description = "Days from the newest observation of the coins",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "30"),
                            example = "30")
                    @RestQuery
                    String horizon,
            @Parameter(
                            description =
                                    "Levels of value at risk and expected shortfall in percent, separated by commas",
                            schema = @Schema(type = SchemaType.STRING, defaultValue = LEVELS),
                            example = LEVELS)
                    @RestQuery
                    String levels,
            @BeanParam SimulationParameters parameters,
            @Context HttpServerRequest request) {
        var held = Holding.read(holdings, config.mostCoins());
        var days = Parameters.integer(
                "horizon", horizon, 1, serving.maxHorizon(), Math.min(DEFAULT_HORIZON, serving.maxHorizon()));
        var question = new PortfolioQuestion(
                held,
                days,
                Percentages.read("levels", levels == null ? LEVELS : levels),
                parameters.read(held.size(), days, SimulationParameters.USUAL, config));
        return simulations
                .answer(question.coins(), question, coins -> question.answer(coins, currency))
                .map(answer -> answer.respond(request));
    }
}
