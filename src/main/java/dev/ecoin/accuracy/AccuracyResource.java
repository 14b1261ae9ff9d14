package dev.ecoin.accuracy;

import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.DateRange;
import dev.ecoin.http.Rendering;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code GET /coins/{coin}/accuracy}: the accuracy of served forecasts. */
@AsksDatabase
@Path("/coins/{coin}/accuracy")
@Tag(name = "Accuracy")
public class AccuracyResource {

    private final AccuracyReports reports;
    private final Rendering rendering;

    AccuracyResource(AccuracyReports reports, Rendering rendering) {
        this.reports = reports;
        this.rendering = rendering;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getAccuracy", summary = "Accuracy of a coin's served forecasts", description = """
                    The service records the forecasts that it serves from an origin, scores them when their days arrive, and
                    compares them with the naive forecast that the price stays the same: error and coverage of the intervals
                    by days ahead, overall and by month. A cumulative sum (Page 1954) of one-day forecasts that were farther
                    off than naive, or of prices outside the 80% interval, raises a drift alarm. It is cleared when the sum
                    returns to zero. Forecasts whose prices are corrected later are scored again. A coin without scored
                    forecasts has an empty list.

                    The service also records the probabilities of /coins/{coin}/touch for bounds 5, 10 and 20% above and below
                    the last price within 7 and 30 days. It scores them when these days have passed: mean probability, how
                    often a price reached the bound, and the Brier score.""")
    @APIResponse(
            responseCode = "200",
            description = "The scores",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccuracyReport.class)))
    @APIResponse(responseCode = "400", description = "A date is malformed")
    @APIResponse(responseCode = "404", description = "The coin is unknown")
    @APIResponse(responseCode = "422", description = "The range ends before it starts")
    public Uni<Response> accuracy(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            @Parameter(
                            description = "First day forecast to score, ISO 8601 (UTC); the first by default",
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @RestQuery
                    String from,
            @Parameter(
                            description = "Last day forecast to score, ISO 8601 (UTC); the last by default",
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @RestQuery
                    String to) {
        return rendering.respond(reports.find(coin, DateRange.parse(from, to)), Function.identity());
    }
}
