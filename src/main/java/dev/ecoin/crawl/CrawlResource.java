package dev.ecoin.crawl;

import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.JsonBodies;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.http.Rendering;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.runs.Requester;
import dev.ecoin.runs.RunRequestRepository;
import dev.ecoin.runs.RunState;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
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
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** {@code /crawls}: requests crawls, shows their state, cancels them. */
@AsksDatabase
@Path("/crawls")
@Tag(name = "Crawls")
public class CrawlResource {

    private final CrawlRepository crawls;
    private final RunRequestRepository runs;
    private final CoinRepository coins;
    private final CrawlEvents events;
    private final Clock clock;
    private final JsonBodies bodies;
    private final Rendering rendering;

    CrawlResource(
            CrawlRepository crawls,
            RunRequestRepository runs,
            CoinRepository coins,
            CrawlEvents events,
            Clock clock,
            JsonBodies bodies,
            Rendering rendering) {
        this.crawls = crawls;
        this.runs = runs;
        this.coins = coins;
        this.events = events;
        this.clock = clock;
        this.bodies = bodies;
        this.rendering = rendering;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "requestCrawl", summary = "Request a crawl", description = """
                    The crawl fetches those of the requested days that are missing and not known to be unavailable. It starts at
                    once, or after the running one; if the same crawl is waiting or paused, the answer is that one. Every
                    field may be left out. Mode `range` fetches price, market cap and volume, one year a call; mode
                    `history` fetches whole documents, one day a call.""")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CrawlRequestBody.class),
                            examples = {
                                @ExampleObject(name = "all that is missing", value = "{}"),
                                @ExampleObject(
                                        name = "some days of a coin",
                                        value =
                                                "{\"coins\": [\"bitcoin\"], \"from\": \"2026-01-01\", \"to\": \"2026-01-31\"}")
                            }))
    @APIResponse(
            responseCode = "202",
            description = "The crawl was requested",
            headers =
                    @Header(
                            name = "Location",
                            description = "Address of the crawl",
                            schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CrawlReport.class)))
    @APIResponse(responseCode = "400", description = "The body or a field of it cannot be read")
    @APIResponse(
            responseCode = "422",
            description = "A coin is unknown, a day is not over, or the days are in the wrong order")
    public Uni<Response> request(String body, @Context SecurityContext security) {
        var wanted = bodies.read(body, CrawlRequestBody.class).orElse(CrawlRequestBody.EMPTY);
        var crawl = wanted.request(LocalDate.now(clock).minusDays(1));
        return coins.firstUnknown(crawl.coins())
                .call(unknown -> unknown.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : coins.someIds().invoke(known -> {
                            throw CrawlRequestBody.unknown(unknown.get(), known);
                        }))
                .flatMap(known -> runs.request(crawl.run(Requester.of(security))))
                .flatMap(crawls::find)
                .map(report -> Response.accepted(report.orElseThrow())
                        .location(URI.create("/crawls/" + report.get().id()))
                        .build());
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listCrawls",
            summary = "The newest crawls",
            description = "The newest first, without the results for each coin.")
    @APIResponse(
            responseCode = "200",
            description = "Crawls",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(type = SchemaType.ARRAY, implementation = CrawlReport.class)))
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "422", description = "The limit is outside its range")
    public Uni<List<CrawlReport>> list(
            @Parameter(
                            description = "Only crawls in this state",
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
        return crawls.list(
                state == null ? null : Parameters.choice("state", state, RunState.values(), RunState::label),
                Parameters.limit(limit, Parameters.LISTED));
    }

    @GET
    @Path("{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getCrawl",
            summary = "State and result of a crawl",
            description = "With the result of each coin. A crawl that runs shows how far it is.")
    @APIResponse(
            responseCode = "200",
            description = "The crawl with the results for each coin",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CrawlReport.class)))
    @APIResponse(responseCode = "404", description = "There is no such crawl")
    public Uni<Response> get(@Parameter(description = "The crawl's number", example = "1") @RestPath String id) {
        return rendering.respond(find(id), report -> report);
    }

    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "followCrawl",
            summary = "A crawl's progress as server-sent events",
            description =
                    "An event after each change, at most one a second and at least one a minute, each with the whole crawl."
                            + " The last event has its result.")
    @APIResponse(
            responseCode = "200",
            description = "The crawl after each change",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = CrawlReport.class)))
    @APIResponse(responseCode = "404", description = "There is no such crawl")
    @APIResponse(
            responseCode = "503",
            description = "100 clients listen to crawls here already; Retry-After says when to try again")
    @ExistingCrawl
    public Multi<String> events(@Parameter(description = "The crawl's number", example = "1") @RestPath String id) {
        return events.listen(number(id));
    }

    /** Rejects an unknown run before the stream of events starts, after which no other status is possible. */
    @ServerRequestFilter
    @ExistingCrawl
    Uni<Void> refuseUnknown(UriInfo request) {
        var id = request.getPathParameters().getFirst("id");
        return events.look(number(id))
                .map(look -> look.orElseThrow(() -> unknown(id)))
                .replaceWithVoid();
    }

    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface ExistingCrawl {}

    @DELETE
    @Path("{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "cancelCrawl",
            summary = "Cancel a crawl",
            description = "Stored prices stay. A running crawl ends within moments; its state shows when.")
    @APIResponse(
            responseCode = "202",
            description = "The crawl is or will be cancelled",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CrawlReport.class)))
    @APIResponse(responseCode = "404", description = "There is no such crawl")
    @APIResponse(responseCode = "409", description = "The crawl has ended already")
    public Uni<Response> cancel(@Parameter(description = "The crawl's number", example = "1") @RestPath String id) {
        return find(id).flatMap(found -> runs.cancel(found.id()).invoke(cancelled -> {
                    if (!cancelled) {
                        throw ProblemException.conflict(
                                "id",
                                id,
                                "The crawl " + id + " has ended already",
                                "a crawl that is waiting, running or paused");
                    }
                }))
                .flatMap(cancelled -> find(id))
                .map(report -> Response.accepted(report).build());
    }

    private Uni<CrawlReport> find(String id) {
        return crawls.find(number(id)).map(report -> report.orElseThrow(() -> unknown(id)));
    }

    private static long number(String id) {
        return Parameters.id(id).orElseThrow(() -> unknown(id));
    }

    private static ProblemException unknown(String id) {
        return ProblemException.notFound("id", id, "There is no crawl '" + id + "'", "an id that GET /crawls lists");
    }
}
