package dev.ecoin.training;

import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.JsonBodies;
import dev.ecoin.http.security.Expensive;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.runs.Requester;
import dev.ecoin.runs.RunRequestRepository;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** {@code /coins/{coin}/backtest}: past performance of the active model's order, compared with naive. */
@AsksDatabase
@Path("/coins/{coin}/backtest")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Models")
public class BacktestResource {

    private final Backtests backtests;
    private final TrainingRunRepository runs;
    private final CoinRepository coins;
    private final Gate gate;
    private final RunRequestRepository requests;
    private final JsonBodies bodies;

    BacktestResource(
            Backtests backtests,
            TrainingRunRepository runs,
            CoinRepository coins,
            Gate gate,
            RunRequestRepository requests,
            JsonBodies bodies) {
        this.backtests = backtests;
        this.runs = runs;
        this.coins = coins;
        this.gate = gate;
        this.requests = requests;
        this.bodies = bodies;
    }

    @GET
    @Operation(operationId = "getBacktest", summary = "The newest backtest of a coin's active model", description = """
                    Forecasts from past origins, each made of the days up to it alone, held against what came: MAE and
                    RMSE in the currency, sMAPE in percent, MASE and MSIS scaled by the series' own seasonal changes, coverage of
                    each interval in percent. `model` stands beside `naive` (tomorrow's price is today's),
                    `seasonal_naive` and `drift`: overall, by days ahead, by origin. `forecasts` has what the model forecast in
                    the newest windows, up to 1,000 days together.""")
    @APIResponse(
            responseCode = "200",
            description = "The backtest",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.OBJECT),
                            examples =
                                    @ExampleObject(
                                            name = "in short",
                                            value =
                                                    "{\"coin\": \"bitcoin\", \"currency\": \"eur\", \"model\": 1, \"order\": \"(0,1,0)\","
                                                            + " \"mase_against_naive\": 1, \"origins\": [\"2026-07-25\"],"
                                                            + " \"overall\": {\"model\": {\"mase\": 1.2}, \"naive\":"
                                                            + " {\"mase\": 1.2}}}")))
    @APIResponse(responseCode = "404", description = "The coin is unknown, or its active model has no backtest")
    public Uni<String> newest(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin) {
        return backtests.newest(coin);
    }

    @POST
    @Expensive
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "requestBacktest",
            summary = "Measure a coin's active model on the past",
            description = """
                    The newest origin lies `horizon` days before the last stored day, the others `step` days before each
                    other. With `advance` the parameters are estimated at the oldest origin and the model is moved from
                    one to the next, with `refit` they are estimated again at each. The result is kept with the model. If a
                    backtest with the same options is waiting or running, the answer is that one; any other is queued.""")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BacktestOptions.class),
                            examples = {
                                @ExampleObject(name = "as the gate does", value = "{}"),
                                @ExampleObject(
                                        name = "a year of monthly refits",
                                        value =
                                                "{\"windows\": 12, \"step\": 30, \"horizon\": 30, \"update\": \"refit\"}")
                            }))
    @APIResponse(
            responseCode = "202",
            description = "The backtest is requested",
            headers =
                    @Header(
                            name = "Location",
                            description = "Address of the run",
                            schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TrainingRun.class)))
    @APIResponse(responseCode = "400", description = "The body or a field of it cannot be read")
    @APIResponse(responseCode = "404", description = "The coin is unknown")
    @APIResponse(responseCode = "422", description = "A number is outside its range")
    public Uni<Response> measure(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            String body,
            @Context SecurityContext security) {
        var request = bodies.read(body, BacktestOptions.class)
                .orElse(BacktestOptions.STANDARD)
                .request(gate.standard());
        return coins.requirePresent(coin)
                .flatMap(present -> requests.requestOrJoin(request.run(coin, Requester.of(security))))
                .flatMap(runs::find)
                .map(run -> ModelRequests.accepted(run.orElseThrow()));
    }
}
