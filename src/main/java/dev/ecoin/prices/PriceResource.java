package dev.ecoin.prices;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.DateRange;
import dev.ecoin.http.Rendering;
import dev.ecoin.http.security.Expensive;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code GET /coins/{coin}/prices} and {@code /quality}: a coin's stored prices and their quality. */
@AsksDatabase
@Path("/coins/{coin}")
@Tag(name = "Prices")
public class PriceResource {

    private final PriceHistories histories;
    private final Currency currency;
    private final Rendering rendering;

    PriceResource(PriceHistories histories, Currency currency, Rendering rendering) {
        this.histories = histories;
        this.currency = currency;
        this.rendering = rendering;
    }

    @GET
    @Path("prices")
    @Expensive
    @Operation(operationId = "getPrices", summary = "The stored daily prices of a coin", description = """
                    Every stored day in the range, ascending and unpaged, with exactly the digits that its source gave
                    and never in scientific notation. Days without a price are left out. With "Accept: text/csv" the
                    same as CSV, in the columns that the import reads.""")
    @APIResponse(
            responseCode = "200",
            description = "The prices",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = PriceHistory.class)),
                @Content(
                        mediaType = "text/csv",
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "one day",
                                        value = "coin,date,price,market_cap,volume,source,currency\r\n"
                                                + "bitcoin,2026-08-08,64891.61,,,import,eur\r\n"))
            })
    @APIResponse(responseCode = "400", description = "A date is malformed")
    @APIResponse(responseCode = "404", description = "The coin is unknown")
    @APIResponse(responseCode = "406", description = "Neither JSON nor CSV is accepted")
    @APIResponse(responseCode = "422", description = "The range ends before it starts")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    public Uni<Response> prices(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            @Parameter(
                            description = "First day, ISO 8601 (UTC); the first stored one by default",
                            example = "2026-08-01")
                    @RestQuery
                    String from,
            @Parameter(description = "Last day, ISO 8601 (UTC); the last stored one by default") @RestQuery String to,
            @Context HttpServerRequest request) {
        return rendering.respond(
                request.getHeader("Accept"),
                histories.find(coin, DateRange.parse(from, to)),
                Function.identity(),
                PriceHistory::csv);
    }

    @GET
    @Path("quality")
    @Expensive
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getPriceQuality", summary = "Quality of a coin's stored prices", description = """
                    Missing days between the first and the last stored one, prices that jump beyond a robust bound (8 scaled
                    median absolute deviations of the daily log returns), and runs of three or more days with the same price.
                    The database rejects duplicates and prices that are not positive; their counts show that.""")
    @APIResponse(
            responseCode = "200",
            description = "The findings",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PriceQuality.class)))
    @APIResponse(responseCode = "404", description = "The coin is unknown")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    public Uni<Response> quality(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin) {
        return rendering.respond(histories.stored(coin, DateRange.ALL), days -> PriceQuality.of(coin, currency, days));
    }
}
