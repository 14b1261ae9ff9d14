package dev.ecoin.training;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.forecasting.ModelFamilies;
import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.JsonBodies;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.runs.Requester;
import dev.ecoin.runs.RunRequestRepository;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriBuilder;
import java.util.List;
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
import org.jboss.resteasy.reactive.RestQuery;

/** {@code /coins/{coin}/models}: the history of a coin's models, which of them serves, and training now. */
@AsksDatabase
@Path("/coins/{coin}/models")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Models")
public class ModelResource {

    private final ModelHistoryRepository history;
    private final ModelRepository models;
    private final TrainingRunRepository runs;
    private final CoinRepository coins;
    private final Activator activator;
    private final RunRequestRepository requests;
    private final JsonBodies bodies;

    ModelResource(
            ModelHistoryRepository history,
            ModelRepository models,
            TrainingRunRepository runs,
            CoinRepository coins,
            Activator activator,
            RunRequestRepository requests,
            JsonBodies bodies) {
        this.history = history;
        this.models = models;
        this.runs = runs;
        this.coins = coins;
        this.activator = activator;
        this.requests = requests;
        this.bodies = bodies;
    }

    @GET
    @Operation(operationId = "listModels", summary = "The history of a coin's models", description = """
                    The newest first, those that were rejected among them. One is `active`: it serves forecasts. A
                    `candidate` has passed the gate and never served, a `retired` one has. How many are kept is
                    configured (`ecoin.training.keep.models`).""")
    @APIResponse(
            responseCode = "200",
            description = "Models",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ModelSummary.Page.class)))
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "The coin is unknown")
    @APIResponse(responseCode = "422", description = "The limit is outside its range")
    public Uni<ModelSummary.Page> list(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            @Parameter(
                            description = "Maximum number of entries, up to " + Parameters.MOST_LISTED,
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "20"),
                            example = "20")
                    @RestQuery
                    String limit,
            @Parameter(
                            description = "Only models older than this one, for the next page",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
                    @RestQuery
                    String before) {
        var most = Parameters.limit(limit, Parameters.LISTED);
        var bound = before == null ? null : number(before);
        return coins.requirePresent(coin)
                // One more than requested shows whether there is another page.
                .flatMap(present -> history.list(coin, bound, most + 1))
                .map(found -> {
                    var shown = found.subList(0, Math.min(most, found.size()));
                    return new ModelSummary.Page(
                            shown,
                            found.size() <= most
                                    ? null
                                    : UriBuilder.fromPath("/coins/{coin}/models")
                                            .queryParam(
                                                    "before",
                                                    shown.get(most - 1).id())
                                            .queryParam("limit", most)
                                            .build(coin)
                                            .toString());
                });
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getModel", summary = "All about one model", description = """
                    Coefficients with standard errors, what the selection tried, diagnostics, the newest backtest, its
                    states (one as trained, one for each time it was moved over new days), and when it served.""")
    @APIResponse(
            responseCode = "200",
            description = "The model",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ModelRecord.class)))
    @APIResponse(responseCode = "404", description = "The coin is unknown or has no such model")
    public Uni<ModelRecord> get(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            @Parameter(description = "The model's number, or active", example = "active") @RestPath String id) {
        return coins.requirePresent(coin)
                .flatMap(present -> id.equals("active")
                        ? models.activeModels(List.of(coin))
                                .map(active -> active.containsKey(coin)
                                        ? active.get(coin).id()
                                        : null)
                        : Uni.createFrom().item(Parameters.id(id).orElse(null)))
                .onItem()
                .ifNull()
                .failWith(() -> unknown(coin, id))
                .flatMap(number -> history.find(coin, number))
                .map(model -> model.orElseThrow(() -> unknown(coin, id)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "requestTraining", summary = "Train a model now", description = """
                    Fits a model to all stored prices, measures its order on the past and, if it passes the gate, lets it
                    serve, unless the active model is pinned. The run begins at once, or after the one under way; if one
                    with the same options waits or runs, that one is the answer. Every field may be left out.""")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Training.class),
                            examples = {
                                @ExampleObject(name = "as in the nightly training", value = "{}"),
                                @ExampleObject(
                                        name = "a candidate of a given order",
                                        value =
                                                "{\"order\": \"(0,1,1)\", \"activate\": false, \"reason\": \"simpler\"}")
                            }))
    @APIResponse(
            responseCode = "202",
            description = "The training is requested",
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
    @APIResponse(responseCode = "422", description = "The order is not valid, or the reason is too long")
    public Uni<Response> train(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            String body,
            @Context SecurityContext security) {
        var request = bodies.read(body, Training.class)
                .orElse(new Training(null, null, null, null))
                .request();
        return coins.requirePresent(coin)
                .flatMap(present -> requests.requestOrJoin(request.run(coin, Requester.of(security))))
                .flatMap(runs::find)
                .map(run -> ModelRequests.accepted(run.orElseThrow()));
    }

    @PUT
    @Path("active")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "activateModel", summary = "Roll back or forward to a model", description = """
                    Makes a model of the history the one that serves, at once and in every replica, after proving that it
                    can be read and forecasts from the coin's last stored day. A pinned model stays until another one is
                    put here: trainings keep theirs as candidates, and it still moves over new days. Put the active model
                    to pin or unpin it.""")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Choice.class),
                            examples =
                                    @ExampleObject(
                                            name = "roll back",
                                            value =
                                                    "{\"id\": 1, \"reason\": \"the new one drifts\", \"pinned\": true}")))
    @APIResponse(
            responseCode = "200",
            description = "The model, which is now active",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ModelRecord.class)))
    @APIResponse(responseCode = "400", description = "The body or a field of it cannot be read, or is missing")
    @APIResponse(responseCode = "404", description = "The coin is unknown")
    @APIResponse(
            responseCode = "409",
            description =
                    "The model cannot be read, forecasts no prices, or its limits leave what history allows; nothing changed")
    @APIResponse(responseCode = "422", description = "The coin has no such model, or the reason is too long")
    public Uni<ModelRecord> activate(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            String body,
            @Context SecurityContext security) {
        var choice = bodies.read(body, Choice.class).orElse(new Choice(null, null, null));
        if (choice.id() == null) {
            throw ProblemException.badRequest(
                    "id", null, "The field 'id' is missing", "an id that GET /coins/" + coin + "/models lists");
        }
        if (choice.reason() == null || choice.reason().isBlank()) {
            throw ProblemException.badRequest(
                    "reason", choice.reason(), "The field 'reason' is missing", "the reason for the activation");
        }
        var who = Requester.of(security);
        return coins.requirePresent(coin)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> activator.activate(
                        coin, choice.id(), who, choice.reason(), Boolean.TRUE.equals(choice.pinned())))
                .chain(() -> history.find(coin, choice.id()))
                .map(record ->
                        record.orElseThrow(() -> unknown(coin, choice.id().toString())));
    }

    /** The body of a request to train. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "TrainingRequest")
    record Training(
            @Schema(
                    description = "auto to select the order by AICc, or an order; ecoin.training.order if left out",
                    examples = "(1,1,1)(1,0,1)7")
            String order,

            @Schema(description = "Whether to activate the model if it passes the gate; true if left out")
            Boolean activate,

            @Schema(
                    description =
                            "Whether it is to serve even if its forecasts or their 95% limits 90 and 365 days ahead leave"
                                    + " what the price's history allows, where naive would otherwise stand in; false if left out."
                                    + " The model's warnings (outside_gate) and the notes of its forecasts say so")
            Boolean overrideLimits,

            @Schema(description = "Recorded in the history", examples = "new regime")
            String reason) {

        TrainingRequest request() {
            if (order != null) {
                try {
                    ModelFamilies.checked(order);
                } catch (IllegalArgumentException e) {
                    throw ProblemException.unprocessable(
                            "order", order, "'" + order + "' is not a valid order", ModelFamilies.names());
                }
            }
            return new TrainingRequest(
                    order,
                    !Boolean.FALSE.equals(activate),
                    Boolean.TRUE.equals(overrideLimits),
                    ModelRequests.reason(reason));
        }
    }

    /** The body of a request to roll back or forward. */
    @RegisterForReflection
    @Schema(
            name = "ModelChoice",
            requiredProperties = {"id", "reason"})
    record Choice(
            @Schema(examples = "42") Long id,

            @Schema(description = "Recorded in the history", examples = "the new one drifts")
            String reason,

            @Schema(description = "Whether trainings must not replace it; false if left out")
            Boolean pinned) {}

    private static long number(String before) {
        return Parameters.id(before)
                .orElseThrow(() -> ProblemException.badRequest(
                        "before",
                        before,
                        "The parameter 'before' is not the number of a model",
                        "a number such as 42"));
    }

    private static ProblemException unknown(String coin, String id) {
        return ProblemException.notFound(
                "id",
                id,
                "The coin '" + coin + "' has no model '" + id + "'",
                "an id that GET /coins/" + coin + "/models lists");
    }
}
