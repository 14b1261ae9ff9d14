package dev.ecoin.training;

import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.runs.RunState;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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

/** {@code /trainings}: state and results of trainings, advances and backtests. */
@AsksDatabase
@Path("/trainings")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Models")
public class TrainingResource {

    private final TrainingRunRepository runs;

    TrainingResource(TrainingRunRepository runs) {
        this.runs = runs;
    }

    @GET
    @Operation(
            operationId = "listTrainings",
            summary = "The newest trainings, advances and backtests",
            description = "The newest first.")
    @APIResponse(
            responseCode = "200",
            description = "Runs",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = TrainingRun.class)))
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "422", description = "The limit is outside its range")
    public Uni<List<TrainingRun>> list(
            @Parameter(description = "Only runs of this coin") @RestQuery String coin,
            @Parameter(
                            description = "Only runs in this state",
                            schema = @Schema(implementation = RunState.class),
                            example = "succeeded")
                    @RestQuery
                    String state,
            @Parameter(
                            description = "Maximum number of entries, up to " + Parameters.MOST_LISTED,
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "20"),
                            example = "20")
                    @RestQuery
                    String limit) {
        return runs.list(
                coin == null ? null : Parameters.required("coin", coin, "a coin's id such as bitcoin"),
                state == null ? null : Parameters.choice("state", state, RunState.values(), RunState::label),
                Parameters.limit(limit, Parameters.LISTED));
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getTraining",
            summary = "State and result of a training, an advance or a backtest",
            description = "While it runs, phase tells what it is at; when it has ended, model names what it made.")
    @APIResponse(
            responseCode = "200",
            description = "The run",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TrainingRun.class)))
    @APIResponse(responseCode = "404", description = "There is no such run")
    public Uni<TrainingRun> get(@Parameter(description = "The run's number", example = "1") @RestPath String id) {
        return runs.find(Parameters.id(id).orElseThrow(() -> unknown(id)))
                .map(run -> run.orElseThrow(() -> unknown(id)));
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("id", id, "There is no run '" + id + "'", "an id that GET /trainings lists");
    }
}
