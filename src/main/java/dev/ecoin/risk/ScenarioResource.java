package dev.ecoin.risk;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.ProblemException;
import dev.ecoin.http.Representation;
import dev.ecoin.http.security.Expensive;
import dev.ecoin.serving.ServingConfig;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code GET /scenarios}: joint price paths of several coins, streamed to spreadsheets and risk systems. */
@AsksDatabase
@Path("/scenarios")
@Tag(name = "Risk")
public class ScenarioResource {

    /** Answers of the largest size that may be under way at once. Each holds all of its prices. */
    private static final int LARGEST_AT_ONCE = 2;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final Simulations simulations;
    private final RiskConfig config;
    private final ServingConfig serving;
    private final Currency currency;
    private final Semaphore prices;

    ScenarioResource(Simulations simulations, RiskConfig config, ServingConfig serving, Currency currency) {
        this.simulations = simulations;
        this.config = config;
        this.serving = serving;
        this.currency = currency;
        this.prices = new Semaphore(LARGEST_AT_ONCE * config.mostPrices());
    }

    @GET
    @Blocking
    @Expensive
    @Operation(operationId = "getScenarios", summary = "Joint price paths of several coins", description = """
                    Simulated daily prices, a row for each path and day with a price of every coin, streamed as CSV or, with
                    "Accept: application/x-ndjson", as one JSON object a line, such as
                    `{"path":1,"date":"2026-08-09","prices":{"bitcoin":64120.55,"ethereum":1871.02}}`. The prices of every single day have the
                    forecast's distribution, volatility persists along a path, and coins move together as they did. The
                    same seed gives the same prices. The header Price-Currency names what they are in.""")
    @APIResponse(
            responseCode = "200",
            description = "The paths",
            content = {
                @Content(
                        mediaType = "text/csv",
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "one path",
                                        value = "path,date,bitcoin,ethereum\r\n1,2026-08-09,64120.55,1871.02\r\n"
                                                + "1,2026-08-10,65377.10,1902.84\r\n")),
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "400", description = "A parameter is missing or malformed")
    @APIResponse(responseCode = "404", description = "A coin is unknown or has no model yet")
    @APIResponse(responseCode = "406", description = "Neither CSV nor lines of JSON are accepted")
    @APIResponse(
            responseCode = "422",
            description = "The horizon is out of range, or there are too many coins or prices for one answer")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    @APIResponse(
            responseCode = "503",
            description = "As many scenarios are under way as there may be, or the database is not available;"
                    + " Retry-After says when to try again")
    public Uni<Response> scenarios(
            @Parameter(
                            description = "CoinGecko's ids of the coins, separated by commas",
                            required = true,
                            schema = @Schema(type = SchemaType.STRING),
                            example = "bitcoin,ethereum")
                    @RestQuery
                    String coins,
            @Parameter(
                            description = "Days from the newest observation of the coins",
                            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", defaultValue = "30"),
                            example = "30")
                    @RestQuery
                    String horizon,
            @BeanParam SimulationParameters parameters,
            @Context HttpServerRequest request) {
        var representation = Representation.preferred(
                request.getHeader(HttpHeaders.ACCEPT), Representation.CSV, Representation.JSON_LINES);
        var ids = ScenarioSummaries.ids(coins, config);
        var days = ScenarioSummaries.horizon(horizon, serving);
        var simulation = parameters.read(ids.size(), days, ScenarioSummaries.USUAL_PATHS, config);
        return simulations.simulated(ids).map(simulated -> Response.ok(
                        rows(simulated, days, simulation, representation, request), representation.mediaType())
                .header(Currency.HEADER, currency.code())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"scenarios." + (representation == Representation.CSV ? "csv" : "jsonl")
                                + "\"")
                .build());
    }

    private StreamingOutput rows(
            SimulatedCoins coins,
            int days,
            Simulation simulation,
            Representation representation,
            HttpServerRequest request) {
        var size = coins.models().size() * days * simulation.paths();
        return out -> {
            if (!prices.tryAcquire(size)) {
                throw ProblemException.unavailable(
                        "Scenarios of " + LARGEST_AT_ONCE * config.mostPrices()
                                + " prices are running, which is the maximum.",
                        RETRY_AFTER);
            }
            try {
                new Scenarios(coins, days, simulation).write(representation, out);
            } catch (IOException e) {
                if (!request.response().closed()) {
                    throw e;
                }
            } finally {
                prices.release(size);
            }
        };
    }
}
