package dev.ecoin.prices;

import static java.util.stream.Collectors.joining;

import dev.ecoin.feeds.FeedException;
import dev.ecoin.feeds.coingecko.CoinList;
import dev.ecoin.feeds.coingecko.ListedCoin;
import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.JsonBodies;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.http.Rendering;
import dev.ecoin.http.RequestPatience;
import dev.ecoin.logging.ControlCharacters;
import dev.ecoin.prices.ActiveModels.ActiveModel;
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
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /coins}: which coins there are and what is done with them. */
@AsksDatabase
@Path("/coins")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Coins")
public class CoinResource {

    private static final Logger LOG = Logger.getLogger(CoinResource.class);
    private static final int SHOWN = 20;
    private static final int LONGEST_ID = 100;

    private final CoinRepository coins;
    private final CoinList list;
    private final ActiveModels models;
    private final JsonBodies bodies;
    private final RequestPatience patience;
    private final Rendering rendering;
    private final Clock clock;

    CoinResource(
            CoinRepository coins,
            CoinList list,
            ActiveModels models,
            JsonBodies bodies,
            RequestPatience patience,
            Rendering rendering,
            Clock clock) {
        this.coins = coins;
        this.list = list;
        this.models = models;
        this.bodies = bodies;
        this.patience = patience;
        this.rendering = rendering;
        this.clock = clock;
    }

    /** What to do with a coin. */
    @RegisterForReflection
    @Schema(name = "CoinRequest")
    record Request(
            @Schema(description = "active (the default for a new coin) or paused", examples = "active")
            CoinState state) {}

    private record Found(List<Coin> coins, Map<String, ActiveModel> active) {

        CoinStatus.All status(LocalDate today) {
            return new CoinStatus.All(coins.stream()
                    .map(coin -> CoinStatus.of(coin, active.get(coin.id()), today))
                    .toList());
        }
    }

    @GET
    @Operation(summary = "The coins, by id", description = """
                    With the extent of their prices and their active model. Of those searched for first the ones that
                    are called so, then the ones whose id, symbol or name begins so.""")
    @APIResponse(
            responseCode = "200",
            description = "The coins",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CoinStatus.All.class)))
    @APIResponse(responseCode = "400", description = "There is no such state, or the limit is no number")
    @APIResponse(responseCode = "422", description = "The limit is out of bounds")
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
                            description = "How many at the most, up to " + Parameters.MOST_LISTED + "; all if left out",
                            schema = @Schema(type = SchemaType.INTEGER),
                            example = "50")
                    @RestQuery
                    String limit) {
        var most = limit == null ? null : Parameters.limit(limit, Parameters.MOST_LISTED);
        var wanted = state == null ? null : Parameters.choice("state", state, CoinState.values(), CoinState::label);
        return rendering.respond(
                coins.find(search, wanted, most).flatMap(found -> models.activeModels(
                                found.stream().map(Coin::id).toList())
                        .map(active -> new Found(found, active))),
                found -> found.status(today()));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One coin")
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
        return Uni.combine()
                .all()
                .unis(coins.find(id), models.activeModels(List.of(id)))
                .with((found, active) -> found.map(coin -> CoinStatus.of(coin, active.get(id), today())))
                .flatMap(found -> found.map(coin -> Uni.createFrom().item(coin)).orElseGet(() -> coins.unknown(id)));
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Adds, pauses or resumes a coin", description = """
                    A coin that is not here yet is looked up in CoinGecko's list and added; its prices are crawled and
                    its model is trained in the background, without a restart. While the list cannot be had the coin is
                    added all the same, as `not_checked`, and the next crawl looks it up. A coin with imported prices need
                    not be listed. A paused coin is neither crawled nor
                    trained, but still served. Without a body, or without a state in it, a coin that is here stays as it
                    is. Resuming a delisted coin looks it up again.""")
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
            description = "The coin was here already; it is now in the wanted state",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CoinStatus.class)))
    @APIResponse(responseCode = "400", description = "The body cannot be read")
    @APIResponse(responseCode = "404", description = "Somebody removed the coin at the same time")
    @APIResponse(
            responseCode = "422",
            description =
                    "CoinGecko has no such coin (valid tells those of that symbol, or similar ones), or the state is"
                            + " not one to set")
    public CompletionStage<RestResponse<CoinStatus>> put(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String id,
            String body,
            @Context UriInfo request) {
        var here = request.getAbsolutePath();
        var wanted = bodies.read(body, Request.class).map(Request::state);
        if (wanted.filter(CoinState.DELISTED::equals).isPresent()) {
            throw ProblemException.unprocessable(
                    "state", "delisted", "That a coin is delisted is for CoinGecko to say", "active, paused");
        }
        // Each question has its time; together with CoinGecko's list they may take longer.
        return patience.bound(coins.find(id))
                .flatMap(before -> change(id, before, wanted))
                .flatMap(isAdded ->
                        patience.bound(coin(id)).map(after -> isAdded ? added(after, here) : RestResponse.ok(after)))
                .subscribeAsCompletionStage();
    }

    @DELETE
    @Path("{id}")
    @ResponseStatus(204)
    @Operation(summary = "Removes a coin", description = """
                    With its prices, models and its part in runs, for good. To stop crawling it and keep all that, set
                    its state to paused instead. A removed coin of the configuration stays away at the next start; PUT
                    or an import brings it back.""")
    @APIResponse(responseCode = "204", description = "The coin is gone")
    @APIResponse(responseCode = "404", description = "The coin is unknown")
    public Uni<Void> remove(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String id) {
        return coins.remove(id).flatMap(removed -> removed ? Uni.createFrom().voidItem() : coins.requirePresent(id));
    }

    private static RestResponse<CoinStatus> added(CoinStatus coin, URI here) {
        return RestResponse.ResponseBuilder.create(Response.Status.CREATED, coin)
                .header(HttpHeaders.LOCATION, here)
                .build();
    }

    /** What CoinGecko's list says of an id; the problem of one that is not in it. */
    private record LookUp(ListedCoin coin, CoinListing listing, ProblemException problem) {}

    /** Returns whether the coin was added. */
    private Uni<Boolean> change(String id, Optional<Coin> before, Optional<CoinState> wanted) {
        var isDelisted =
                before.filter(coin -> coin.state() == CoinState.DELISTED).isPresent();
        if (before.isEmpty()
                || isDelisted && wanted.filter(CoinState.ACTIVE::equals).isPresent()) {
            return Uni.createFrom()
                    .item(() -> lookUp(id))
                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                    .call(found -> found.problem() == null
                            ? Uni.createFrom().voidItem()
                            : patience.bound(coins.isImported(id)).invoke(isImported -> {
                                if (!isImported) {
                                    throw found.problem();
                                }
                            }))
                    .flatMap(found ->
                            patience.bound(coins.put(found.coin(), found.listing(), wanted.orElse(CoinState.ACTIVE))));
        }
        return wanted.map(state -> patience.bound(coins.set(id, state)))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .replaceWith(false);
    }

    private LookUp lookUp(String id) {
        var unknown = new ListedCoin(id, null, null);
        try {
            return list.findNow(id)
                    .map(found -> new LookUp(found, CoinListing.LISTED, null))
                    .orElseGet(() -> new LookUp(unknown, CoinListing.NOT_LISTED, unlisted(id)));
        } catch (FeedException e) {
            LOG.infof("'%s' is taken without a look at CoinGecko's list; the next crawl looks: %s", id, e.getMessage());
            return new LookUp(unknown, CoinListing.NOT_CHECKED, isUsable(id) ? null : unlisted(id, ""));
        }
    }

    private ProblemException unlisted(String id) {
        var called = list.ofSymbol(id);
        if (!called.isEmpty()) {
            return unlisted(id, "; " + id + " is the symbol of " + shown(called));
        }
        var near = list.near(id);
        return unlisted(id, near.isEmpty() ? "" : "; similar ones are " + shown(near));
    }

    private static ProblemException unlisted(String id, String hint) {
        return ProblemException.unprocessable(
                "id",
                id,
                "CoinGecko has no coin of the id '" + id + "'",
                (hint.isEmpty() ? "an id of https://api.coingecko.com/api/v3/coins/list" : "an id of CoinGecko's")
                        + hint);
    }

    private static String shown(List<String> ids) {
        var first = ids.stream().limit(SHOWN).collect(joining(", "));
        return ids.size() <= SHOWN ? first : first + " and " + (ids.size() - SHOWN) + " more";
    }

    /** Whether CoinGecko may have such an id: some have blanks, signs or emojis. */
    private static boolean isUsable(String id) {
        return !id.isBlank() && id.length() <= LONGEST_ID && !ControlCharacters.areIn(id);
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
