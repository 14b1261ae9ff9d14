package dev.ecoin.alerts;

import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.JsonBodies;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.http.Rendering;
import dev.ecoin.http.security.Expensive;
import dev.ecoin.runs.Requester;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import jakarta.ws.rs.core.UriInfo;
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

/** {@code /alerts}: rules, their states, and when they fired. */
@AsksDatabase
@Path("/alerts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Alerts")
public class AlertResource {

    private static final String EXAMPLE =
            "{\"name\": \"Bitcoin above 100,000\", \"coins\": [\"bitcoin\"], \"condition\": {\"kind\": \"probability\","
                    + " \"above\": 100000, \"days\": 30, \"at_least\": 0.5}}";

    private final AlertRepository alerts;
    private final AlertChanges changes;
    private final Trials trials;
    private final JsonBodies bodies;
    private final Rendering rendering;

    AlertResource(AlertRepository alerts, AlertChanges changes, Trials trials, JsonBodies bodies, Rendering rendering) {
        this.alerts = alerts;
        this.changes = changes;
        this.trials = trials;
        this.bodies = bodies;
        this.rendering = rendering;
    }

    @GET
    @Operation(operationId = "listAlerts", summary = "The rules, by id", description = """
                    Each with the coins for which it fires; those that read forecasts may read rules. Rules are evaluated
                    after every crawl, training and activation.""")
    @APIResponse(
            responseCode = "200",
            description = "The rules",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Alert.All.class)))
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "422", description = "The limit is outside its range")
    public Uni<Response> list(
            @Parameter(
                            description = "true for only those that fire",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @RestQuery
                    String firing,
            @Parameter(
                            description = "Maximum number of entries, up to " + Parameters.MOST_LISTED,
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "1000"),
                            example = "20")
                    @RestQuery
                    String limit) {
        return rendering.respond(
                alerts.list(flag("firing", firing), Parameters.limit(limit, Parameters.MOST_LISTED)), Alert.All::new);
    }

    @GET
    @Path("{id}")
    @Operation(
            operationId = "getAlert",
            summary = "A rule and how its coins stand since its last evaluation",
            description = "With a state for each coin that the rule looks at.")
    @APIResponse(
            responseCode = "200",
            description = "The rule",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Alert.class)))
    @APIResponse(responseCode = "404", description = "There is no such rule")
    public Uni<Response> get(@Parameter(description = "The rule's number", example = "1") @RestPath String id) {
        return rendering.respond(find(id), alert -> alert);
    }

    @GET
    @Path("{id}/history")
    @Operation(operationId = "getAlertHistory", summary = "When a rule fired and cleared", description = """
                    The newest first. Events are kept for ecoin.alerts.keep, 90 days by default.""")
    @APIResponse(
            responseCode = "200",
            description = "Events",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Alert.History.class)))
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "There is no such rule")
    @APIResponse(responseCode = "422", description = "The limit is outside its range")
    public Uni<Response> history(
            @Parameter(description = "The rule's number", example = "1") @RestPath String id,
            @Parameter(
                            description = "Maximum number of entries, up to " + Parameters.MOST_LISTED,
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "20"),
                            example = "20")
                    @RestQuery
                    String limit,
            @Parameter(
                            description = "Only events older than this one, for the next page",
                            schema = @Schema(type = SchemaType.INTEGER, format = "int64"))
                    @RestQuery
                    String before) {
        var most = Parameters.limit(limit, Parameters.LISTED);
        var bound = before == null
                ? null
                : Parameters.id(before)
                        .orElseThrow(() -> ProblemException.badRequest(
                                "before",
                                before,
                                "The parameter 'before' is not the number of an event",
                                "a number such as 17"));
        return rendering.respond(find(id).flatMap(alert -> alerts.events(alert.id(), bound, most + 1)), found -> {
            var shown = found.subList(0, Math.min(most, found.size()));
            return new Alert.History(
                    shown,
                    found.size() <= most
                            ? null
                            : UriBuilder.fromPath("/alerts/{id}/history")
                                    .queryParam("before", shown.get(most - 1).id())
                                    .queryParam("limit", most)
                                    .build(id)
                                    .toString());
        });
    }

    @POST
    @Expensive
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "addAlert", summary = "Add a rule", description = """
                    A rule watches a condition over one, several or all active coins. It fires for a coin when the condition
                    is met, goes on while the value stays above the threshold less a margin, and then clears; its webhooks
                    get a message each time. The answer says what the condition says now. A rule whose condition is met
                    already fires at its first evaluation, which begins at once. With `dry_run=true` nothing is stored.""")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AlertRequest.class),
                            examples = {
                                @ExampleObject(name = "probability of a price", value = EXAMPLE),
                                @ExampleObject(
                                        name = "prices that are too old",
                                        value = "{\"name\": \"Old prices\", \"condition\": {\"kind\":"
                                                + " \"stale_prices\", \"older_than_days\": 3}, \"webhooks\": []}")
                            }))
    @APIResponse(
            responseCode = "201",
            description = "The rule was added",
            headers =
                    @Header(
                            name = "Location",
                            description = "Address of the rule",
                            schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Alert.Checked.class)))
    @APIResponse(
            responseCode = "200",
            description = "With dry_run: what the rule would be and say",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Alert.Checked.class)))
    @APIResponse(responseCode = "400", description = "The body or a field of it cannot be read, or is missing")
    @APIResponse(responseCode = "409", description = "There are as many rules as there may be")
    @APIResponse(
            responseCode = "422",
            description = "A coin or a webhook is unknown, or a field of the condition is out of range")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    public Uni<Response> add(
            @Parameter(
                            name = "dry_run",
                            description = "Whether to say only what the rule would say now",
                            schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"),
                            example = "true")
                    @RestQuery("dry_run")
                    String dryRun,
            String body,
            @Context UriInfo here,
            @Context SecurityContext security) {
        var rules = here.getAbsolutePathBuilder();
        var dry = flag("dry_run", dryRun);
        var by = Requester.of(security);
        var request = bodies.read(body, AlertRequest.class).orElse(AlertRequest.EMPTY);
        return trials.compute(() -> changes.add(request, dry, by))
                .map(checked -> dry
                        ? Response.ok(checked).build()
                        : Response.created(rules.path(checked.alert().id().toString())
                                        .build())
                                .entity(checked)
                                .build());
    }

    @PUT
    @Path("{id}")
    @Expensive
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "changeAlert", summary = "Change, enable or disable a rule", description = """
                    A field that is left out keeps its value; the condition is replaced as a whole. If the rule watches
                    something else from now on, or is disabled, it clears for the coins that it fired for and starts over.""")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AlertRequest.class),
                            examples = @ExampleObject(name = "disable", value = "{\"enabled\": false}")))
    @APIResponse(
            responseCode = "200",
            description = "The rule, and what it says now",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Alert.Checked.class)))
    @APIResponse(responseCode = "400", description = "The body or a field of it cannot be read")
    @APIResponse(responseCode = "404", description = "There is no such rule")
    @APIResponse(
            responseCode = "422",
            description = "A coin or a webhook is unknown, or a field of the condition is out of range")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    public Uni<Response> change(
            @Parameter(description = "The rule's number", example = "1") @RestPath String id,
            String body,
            @Context SecurityContext security) {
        var number = number(id);
        var by = Requester.of(security);
        var request = bodies.read(body, AlertRequest.class).orElse(AlertRequest.EMPTY);
        return trials.compute(() -> changes.change(number, request, by))
                .map(checked -> Response.ok(checked).build());
    }

    @DELETE
    @Path("{id}")
    @ResponseStatus(204)
    @Operation(
            operationId = "removeAlert",
            summary = "Remove a rule with its history",
            description = "If it fires, its webhooks get the message that it has cleared.")
    @APIResponse(responseCode = "204", description = "The rule was removed")
    @APIResponse(responseCode = "404", description = "There is no such rule")
    public Uni<Void> remove(
            @Parameter(description = "The rule's number", example = "1") @RestPath String id,
            @Context SecurityContext security) {
        var number = number(id);
        var by = Requester.of(security);
        return trials.compute(() -> {
            changes.remove(number, by);
            return null;
        });
    }

    private Uni<Alert> find(String id) {
        return alerts.find(number(id)).map(found -> found.orElseThrow(() -> AlertChanges.unknown(id)));
    }

    private static long number(String id) {
        return Parameters.id(id).orElseThrow(() -> AlertChanges.unknown(id));
    }

    private static boolean flag(String name, String value) {
        return value != null && Parameters.choice(name, value, new Boolean[] {true, false}, String::valueOf);
    }
}
