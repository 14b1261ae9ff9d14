package dev.ecoin.prices;

import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.JsonBodies;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.http.Rendering;
import dev.ecoin.http.RequestTimeout;
import dev.ecoin.runs.Requester;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
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
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /coins}: the coins and their states. */
@AsksDatabase
@Path("/coins")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Coins")
public class CoinResource {

    private final CoinRepository coins;
    private final CoinChanges changes;
    private final CoinStatuses statuses;
    private final JsonBodies bodies;
    private final RequestTimeout timeout;
    private final Rendering rendering;

    CoinResource(
            CoinRepository coins,
            CoinChanges changes,
            CoinStatuses statuses,
            JsonBodies bodies,
            RequestTimeout timeout,
            Rendering rendering) {
        this.coins = coins;
        this.changes = changes;
        this.statuses = statuses;
        this.bodies = bodies;
        this.timeout = timeout;
        this.rendering = rendering;
    }

    /** The requested state of a coin. */
    @RegisterForReflection
    @Schema(name = "CoinRequest")
    record Request(
            @Schema(description = "active (the default for a new coin) or paused", examples = "active")
            CoinState state) {}

    @GET
    @Operation(operationId = "listCoins", summary = "The coins, by id", description = """
                    With the range of their prices and their active model. A search returns exact matches first, then coins whose
                    id, symbol or name starts with the text.""")
    @APIResponse(
            responseCode = "200",
            description = "The coins",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CoinStatus.All.class)))
    @APIResponse(responseCode = "400", description = "The state is unknown, or the limit is not a number")
    @APIResponse(responseCode = "422", description = "The limit is outside its range")
    public Uni<Response> coins(
            @Parameter(description = "Part of the id, the symbol or the name, in any case", example = "bit") @RestQuery
                    String search,
            @Parameter(
                            description = "Only coins in this state",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"active", "paused", "delisted"}))
                    @RestQuery
                    String state,
            @Parameter(
                            description =
                                    "Maximum number of entries, up to " + Parameters.MOST_LISTED + "; all if left out",
                            schema = @Schema(type = SchemaType.INTEGER),
                            example = "50")
                    @RestQuery
                    String limit) {
        var most = limit == null ? null : Parameters.limit(limit, Parameters.MOST_LISTED);
        var wanted = state == null ? null : Parameters.choice("state", state, CoinState.values(), CoinState::label);
        return rendering.respond(statuses.find(search, wanted, most), Function.identity());
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getCoin",
            summary = "One coin",
            description = "With the range of its prices and its active model.")
    @APIResponse(
            responseCode = "200",
            description = "The coin",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CoinStatus.class)))
    @APIResponse(responseCode = "404", description = "The coin is unknown")
    public Uni<CoinStatus> coin(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String id) {
        return statuses.find(id);
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "putCoin", summary = "Adds, pauses or resumes a coin", description = """
                    A new coin is looked up in CoinGecko's list and added; its prices are crawled and its model is trained in the
                    background, without a restart. If the list is not available the coin is added as `not_checked`, and the
                    next crawl looks it up. A coin with imported prices need not be listed. A paused coin is served but
                    neither crawled nor trained. Without a body, or without a state in it, an existing coin does not change.
                    Resuming a delisted coin looks it up again.""")
    @RequestBody(
            required = false,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Request.class),
                            examples = @ExampleObject(name = "add or resume", value = "{\"state\": \"active\"}")))
    @APIResponse(
            responseCode = "201",
            description = "The coin was added",
            headers = @Header(name = "Location", schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CoinStatus.class)))
    @APIResponse(
            responseCode = "200",
            description = "The coin exists and is now in the requested state",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CoinStatus.class)))
    @APIResponse(responseCode = "400", description = "The body cannot be read")
    @APIResponse(responseCode = "404", description = "The coin was removed at the same time")
    @APIResponse(
            responseCode = "422",
            description =
                    "CoinGecko does not list the coin (valid names coins of that symbol or similar ids), or the state"
                            + " cannot be set")
    public CompletionStage<RestResponse<CoinStatus>> put(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String id,
            String body,
            @Context UriInfo request,
            @Context SecurityContext security) {
        var here = request.getAbsolutePath();
        var by = Requester.of(security);
        var wanted = bodies.read(body, Request.class).map(Request::state);
        if (wanted.filter(CoinState.DELISTED::equals).isPresent()) {
            throw ProblemException.unprocessable(
                    "state",
                    "delisted",
                    "The state 'delisted' cannot be set; it follows from CoinGecko's list",
                    "active, paused");
        }
        // The timeout applies to each query, because CoinGecko's list may take longer.
        return timeout.bound(coins.find(id))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(before -> changes.put(id, before, wanted, by))
                .flatMap(isAdded ->
                        timeout.bound(coin(id)).map(after -> isAdded ? added(after, here) : RestResponse.ok(after)))
                .subscribeAsCompletionStage();
    }

    @DELETE
    @Path("{id}")
    @ResponseStatus(204)
    @Operation(operationId = "removeCoin", summary = "Removes a coin", description = """
                    Permanently, with its prices, its models and its part in runs. To stop crawling it and keep them, set its
                    state to paused instead. A removed coin of the configuration does not come back at the next start; PUT or
                    an import adds it again.""")
    @APIResponse(responseCode = "204", description = "The coin was removed")
    @APIResponse(responseCode = "404", description = "The coin is unknown")
    public Uni<Void> remove(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String id,
            @Context SecurityContext security) {
        var by = Requester.of(security);
        return coins.requirePresent(id)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(() -> changes.remove(id, by));
    }

    private static RestResponse<CoinStatus> added(CoinStatus coin, URI here) {
        return RestResponse.ResponseBuilder.create(Response.Status.CREATED, coin)
                .header(HttpHeaders.LOCATION, here)
                .build();
    }
}
