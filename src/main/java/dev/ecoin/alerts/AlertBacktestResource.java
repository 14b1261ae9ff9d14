package dev.ecoin.alerts;

import dev.ecoin.http.JsonBodies;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.http.RequestTimeout;
import dev.ecoin.http.SlowAnswers;
import dev.ecoin.http.security.Expensive;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code /alerts/backtest} and {@code /alerts/{id}/backtest}: rules applied to the past. Takes seconds, on its own thread. */
@Path("/alerts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Alerts")
public class AlertBacktestResource {

    private static final String EXAMPLE =
            "{\"coin\": \"bitcoin\", \"condition\": {\"kind\": \"probability\", \"return_above\": -10, \"days\": 7,"
                    + " \"at_least\": 0.9}}";

    private final Hindsight hindsight;
    private final AlertRepository alerts;
    private final RequestTimeout timeout;
    private final JsonBodies bodies;
    private final SlowAnswers answers =
            new SlowAnswers("alert backtest", 1, "backtests of alerts", Duration.ofSeconds(10));

    AlertBacktestResource(Hindsight hindsight, AlertRepository alerts, RequestTimeout timeout, JsonBodies bodies) {
        this.hindsight = hindsight;
        this.alerts = alerts;
        this.timeout = timeout;
        this.bodies = bodies;
    }

    @PreDestroy
    void stop() {
        answers.stop();
    }

    @POST
    @Path("backtest")
    @Expensive
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "backtestRule",
            summary = "When a rule would have fired in the past, and what came of it",
            description = """
                    Asks the condition on each past day, by what was known on that day alone, for a rule that need not
                    exist. `met` counts the days on which it was met, `alerts` those on which the rule would have fired; of
                    both, how many came true beside how many should have. Conditions on probabilities and on the width of
                    an interval can be told of the past; the latter say nothing that could come true. A fixed date becomes
                    as many days ahead as it is now. Closing the connection ends the work.""")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AlertBacktestRequest.class),
                            examples = @ExampleObject(name = "no fall by a tenth within a week", value = EXAMPLE)))
    @APIResponse(
            responseCode = "200",
            description = "The alerts",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AlertBacktest.class)))
    @APIResponse(responseCode = "400", description = "The body or a field of it cannot be read, or is missing")
    @APIResponse(
            responseCode = "422",
            description =
                    "The coin is unknown or has too few prices, the range is too long, or prices do not tell of the"
                            + " condition")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    @APIResponse(
            responseCode = "503",
            description =
                    "Too many backtests wait, or the database is not available; Retry-After says when to try again")
    public Uni<AlertBacktest> tried(String body) {
        var request = bodies.read(body, AlertBacktestRequest.class).orElse(AlertBacktestRequest.EMPTY);
        return answers.compute(() -> hindsight.of(
                request.coin(),
                request.condition(),
                request.from(),
                request.to(),
                Boolean.TRUE.equals(request.relative())));
    }

    @GET
    @Path("{id}/backtest")
    @Expensive
    @Operation(
            operationId = "getAlertBacktest",
            summary = "When an alert would have fired in the past, and what came of it",
            description = "For one of its coins. Parameters mean what the fields of POST /alerts/backtest do.")
    @APIResponse(
            responseCode = "200",
            description = "The alerts",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AlertBacktest.class)))
    @APIResponse(responseCode = "400", description = "A parameter is missing or malformed")
    @APIResponse(responseCode = "404", description = "There is no such rule")
    @APIResponse(
            responseCode = "422",
            description =
                    "The coin is not the rule's or has too few prices, the range is too long, or prices do not tell"
                            + " of the condition")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    @APIResponse(
            responseCode = "503",
            description =
                    "Too many backtests wait, or the database is not available; Retry-After says when to try again")
    public Uni<AlertBacktest> ofRule(
            @Parameter(description = "The rule's number", example = "1") @RestPath String id,
            @Parameter(
                            description = "CoinGecko's id; required unless the rule is about one coin alone",
                            example = "bitcoin")
                    @RestQuery
                    String coin,
            @Parameter(
                            description = "First day asked, ISO 8601 (UTC)",
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @RestQuery
                    String from,
            @Parameter(
                            description = "Last day asked, ISO 8601 (UTC)",
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @RestQuery
                    String to,
            @Parameter(
                            description = "Whether bounds move with the price",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @RestQuery
                    String relative) {
        var first = Parameters.optionalDate("from", from);
        var last = Parameters.optionalDate("to", to);
        var isRelative = relative != null
                && Parameters.choice("relative", relative, new Boolean[] {true, false}, String::valueOf);
        var number = Parameters.id(id).orElseThrow(() -> AlertChanges.unknown(id));
        return timeout.bound(alerts.find(number)).flatMap(found -> {
            var rule = found.orElseThrow(() -> AlertChanges.unknown(id));
            var asked = coin == null && rule.coins().size() == 1 ? rule.coins().get(0) : coin;
            if (asked != null && !rule.coins().isEmpty() && !rule.coins().contains(asked)) {
                throw ProblemException.unprocessable(
                        "coin", asked, "The rule is not about '" + asked + "'", String.join(", ", rule.coins()));
            }
            return answers.compute(() -> hindsight.of(asked, rule.condition(), first, last, isRelative));
        });
    }
}
