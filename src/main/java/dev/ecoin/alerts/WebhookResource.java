package dev.ecoin.alerts;

import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.JsonBodies;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.Rendering;
import dev.ecoin.http.security.OperatorOnly;
import dev.ecoin.runs.Requester;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
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
import jakarta.ws.rs.core.UriInfo;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code /webhooks}: receivers of the messages. For the operator only, because the address is often a secret. */
@AsksDatabase
@OperatorOnly
@Path("/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
public class WebhookResource {

    private static final String EXAMPLE =
            "{\"name\": \"Desk\", \"url\": \"https://hooks.example.com/services/T0/B0/x\", \"format\": \"slack\"}";

    private final WebhookRepository webhooks;
    private final DeliveryRepository deliveries;
    private final WebhookChanges changes;
    private final JsonBodies bodies;
    private final Rendering rendering;

    WebhookResource(
            WebhookRepository webhooks,
            DeliveryRepository deliveries,
            WebhookChanges changes,
            JsonBodies bodies,
            Rendering rendering) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.changes = changes;
        this.bodies = bodies;
        this.rendering = rendering;
    }

    @GET
    @SecurityRequirement(name = "operator")
    @Operation(
            operationId = "listWebhooks",
            summary = "The webhooks, by id",
            description = "For the operator. Secrets are not among their fields.")
    @APIResponse(
            responseCode = "200",
            description = "The webhooks",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Webhook.All.class)))
    @APIResponse(responseCode = "401", description = "The operator's credentials are missing or wrong")
    @APIResponse(responseCode = "403", description = "Changes are not enabled, or the account is not the operator's")
    public Uni<Response> list() {
        return rendering.respond(webhooks.list(), Webhook.All::new);
    }

    @GET
    @Path("{id}")
    @SecurityRequirement(name = "operator")
    @Operation(
            operationId = "getWebhook",
            summary = "A webhook",
            description = "For the operator. Its secret is not among its fields.")
    @APIResponse(
            responseCode = "200",
            description = "The webhook",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Webhook.class)))
    @APIResponse(responseCode = "401", description = "The operator's credentials are missing or wrong")
    @APIResponse(responseCode = "403", description = "Changes are not enabled, or the account is not the operator's")
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    public Uni<Response> get(@Parameter(description = "The webhook's number", example = "1") @RestPath String id) {
        return rendering.respond(find(id), webhook -> webhook);
    }

    @GET
    @Path("{id}/deliveries")
    @SecurityRequirement(name = "operator")
    @Operation(
            operationId = "listDeliveries",
            summary = "The newest messages to a webhook, and what became of them",
            description = """
                    For the operator. A message that was not answered with 2xx is sent again after 5 s, 1 min, 5 min, 30 min,
                    1, 2, 4, 8 and 8 hours, and then given up. They are kept for ecoin.alerts.keep, 90 days by default.""")
    @APIResponse(
            responseCode = "200",
            description = "Messages",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Webhook.Deliveries.class)))
    @APIResponse(responseCode = "400", description = "The limit is not a number")
    @APIResponse(responseCode = "401", description = "The operator's credentials are missing or wrong")
    @APIResponse(responseCode = "403", description = "Changes are not enabled, or the account is not the operator's")
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    @APIResponse(responseCode = "422", description = "The limit is outside its range")
    public Uni<Response> deliveries(
            @Parameter(description = "The webhook's number", example = "1") @RestPath String id,
            @Parameter(
                            description = "Maximum number of entries, up to " + Parameters.MOST_LISTED,
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "20"),
                            example = "20")
                    @RestQuery
                    String limit) {
        var most = Parameters.limit(limit, Parameters.LISTED);
        return rendering.respond(
                find(id).flatMap(webhook -> deliveries.newest(webhook.id(), most)), Webhook.Deliveries::new);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "addWebhook", summary = "Add a webhook", description = """
                    Messages are posted to its address and signed by the Standard Webhooks specification. The answer alone shows
                    the secret that signs them. With the format `json` they are the service's own; with `slack`, `mattermost`
                    and `discord` they are what incoming webhooks of these read.""")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookRequest.class),
                            examples = @ExampleObject(name = "Slack", value = EXAMPLE)))
    @APIResponse(
            responseCode = "201",
            description = "The webhook was added",
            headers =
                    @Header(
                            name = "Location",
                            description = "Address of the webhook",
                            schema = @Schema(type = SchemaType.STRING)),
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Webhook.class)))
    @APIResponse(responseCode = "400", description = "The body or a field of it cannot be read, or is missing")
    @APIResponse(responseCode = "409", description = "There are as many webhooks as there may be")
    @APIResponse(responseCode = "422", description = "The address is not one that messages are sent to")
    public Uni<Response> add(String body, @Context UriInfo here, @Context SecurityContext security) {
        var all = here.getAbsolutePathBuilder();
        var by = Requester.of(security);
        var request = bodies.read(body, WebhookRequest.class).orElse(WebhookRequest.EMPTY);
        return blocking(() -> changes.add(request, by)).map(webhook -> Response.created(
                        all.path(Long.toString(webhook.id())).build())
                .entity(webhook)
                .build());
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "changeWebhook", summary = "Change, enable or disable a webhook", description = """
                    A field that is left out keeps its value. Messages that wait for a webhook that is disabled are given up.""")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = WebhookRequest.class),
                            examples = @ExampleObject(name = "enable", value = "{\"enabled\": true}")))
    @APIResponse(
            responseCode = "200",
            description = "The webhook",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Webhook.class)))
    @APIResponse(responseCode = "400", description = "The body or a field of it cannot be read")
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    @APIResponse(responseCode = "422", description = "The address is not one that messages are sent to")
    public Uni<Webhook> change(
            @Parameter(description = "The webhook's number", example = "1") @RestPath String id,
            String body,
            @Context SecurityContext security) {
        var number = number(id);
        var by = Requester.of(security);
        var request = bodies.read(body, WebhookRequest.class).orElse(WebhookRequest.EMPTY);
        return blocking(() -> changes.change(number, request, by));
    }

    @POST
    @Path("{id}/secret")
    @Operation(operationId = "rotateSecret", summary = "Rotate a webhook's secret", description = """
                    The answer alone shows the new one. For ecoin.alerts.rotation, 24 hours by default, messages are signed with
                    the former one as well.""")
    @APIResponse(
            responseCode = "200",
            description = "The webhook with its new secret",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Webhook.class)))
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    public Uni<Webhook> rotate(
            @Parameter(description = "The webhook's number", example = "1") @RestPath String id,
            @Context SecurityContext security) {
        var number = number(id);
        var by = Requester.of(security);
        return blocking(() -> changes.rotate(number, by));
    }

    @POST
    @Path("{id}/test")
    @Operation(
            operationId = "testWebhook",
            summary = "Send a test message to a webhook",
            description = "It is sent at once; the deliveries of the webhook show what became of it.")
    @APIResponse(
            responseCode = "202",
            description = "The newest deliveries, the test among them",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Webhook.Deliveries.class)))
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    @APIResponse(responseCode = "409", description = "The webhook is disabled")
    public Uni<Response> test(
            @Parameter(description = "The webhook's number", example = "1") @RestPath String id,
            @Context UriInfo here,
            @Context SecurityContext security) {
        var number = number(id);
        var log = here.getBaseUriBuilder().path("webhooks/{id}/deliveries").build(number);
        var by = Requester.of(security);
        return blocking(() -> {
                    changes.test(number, by);
                    return number;
                })
                .flatMap(tested -> deliveries.newest(tested, Parameters.LISTED))
                .map(found -> Response.accepted(new Webhook.Deliveries(found))
                        .location(log)
                        .build());
    }

    @DELETE
    @Path("{id}")
    @ResponseStatus(204)
    @Operation(
            operationId = "removeWebhook",
            summary = "Remove a webhook with its deliveries",
            description = "Rules that name it keep their other webhooks.")
    @APIResponse(responseCode = "204", description = "The webhook was removed")
    @APIResponse(responseCode = "404", description = "There is no such webhook")
    public Uni<Void> remove(
            @Parameter(description = "The webhook's number", example = "1") @RestPath String id,
            @Context SecurityContext security) {
        var number = number(id);
        var by = Requester.of(security);
        return blocking(() -> {
            changes.remove(number, by);
            return null;
        });
    }

    private static <T> Uni<T> blocking(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Uni<Webhook> find(String id) {
        return webhooks.find(number(id)).map(found -> found.orElseThrow(() -> WebhookChanges.unknown(id)));
    }

    private static long number(String id) {
        return Parameters.id(id).orElseThrow(() -> WebhookChanges.unknown(id));
    }
}
