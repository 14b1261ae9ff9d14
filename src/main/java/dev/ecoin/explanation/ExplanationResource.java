package dev.ecoin.explanation;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.AsksDatabase;
import dev.ecoin.http.DateRange;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.Rendering;
import dev.ecoin.http.security.Expensive;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
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

/** {@code GET /coins/{coin}/explain} and {@code /anomalies}: what prices and forecasts are made of, and what stood out. */
@AsksDatabase
@Path("/coins/{coin}")
@Tag(name = "Explanation")
public class ExplanationResource {

    private static final String DEFAULT_LEVEL = "99";
    private static final int LEVEL_DECIMALS = 3;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Explanations explanations;
    private final Currency currency;
    private final Rendering rendering;

    ExplanationResource(Explanations explanations, Currency currency, Rendering rendering) {
        this.explanations = explanations;
        this.currency = currency;
        this.rendering = rendering;
    }

    @GET
    @Path("explain")
    @Expensive
    @Operation(
            operationId = "getExplanation",
            summary = "Components of a coin's prices and forecast",
            description = """
                    Level, weekly pattern and remainder of each day, whose sum is the natural logarithm of the price to
                    the last digit; the same as factors, whose product is the price. The history is decomposed by STL
                    (Cleveland et al. 1990), robustly and over missing days; the median forecast is decomposed by itself,
                    so that it shows what the model goes on with. Beside it the model's own fit: its median for each day
                    from the days before, its parameters as estimated. Components do not depend on the range asked for.
                    With "Accept: text/csv" the days as CSV.""")
    @APIResponse(
            responseCode = "200",
            description =
                    "The days of the range that are between the first and the last price, and those of the horizon",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Explanation.class)),
                @Content(
                        mediaType = "text/csv",
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "one day",
                                        value = "coin,date,part,price,log_price,level,weekly,remainder,level_price,"
                                                + "weekly_factor,remainder_factor,fitted,residual,currency\r\n"
                                                + "bitcoin,2026-08-08,history,64891.61,11.080473618526,11.080027280427,"
                                                + "-0.003004874376,0.003451212475,64862.6528649,0.996999635740,"
                                                + "1.00345717477,64267.30,0.009667391313,eur\r\n"))
            })
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "The coin is unknown or has no model yet")
    @APIResponse(responseCode = "406", description = "Neither JSON nor CSV is accepted")
    @APIResponse(
            responseCode = "422",
            description =
                    "The range ends before it starts or is longer than 3660 days, or the horizon is outside its range")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    public Uni<Response> explain(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            @Parameter(
                            description =
                                    "First day of the history shown, ISO 8601 (UTC); by default 365 days end at the"
                                            + " last one",
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @RestQuery
                    String from,
            @Parameter(
                            description =
                                    "Last day of the history shown, ISO 8601 (UTC); by default the last one stored",
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @RestQuery
                    String to,
            @Parameter(
                            description = "Days of the forecast shown",
                            schema =
                                    @Schema(
                                            type = SchemaType.INTEGER,
                                            minimum = "0",
                                            maximum = "365",
                                            defaultValue = "30"),
                            example = "14")
                    @RestQuery
                    String horizon,
            @Context HttpServerRequest request) {
        return rendering.respond(
                request.getHeader("Accept"),
                explanations.explain(coin, from, to, horizon),
                Function.identity(),
                ExplanationCsv::of);
    }

    @GET
    @Path("anomalies")
    @Operation(
            operationId = "getAnomalies",
            summary = "Days on which a coin's price left the interval given the day before",
            description = """
                    For each stored day the model, its parameters as estimated, forecasts from the days before; reported
                    are those whose price lies outside the central interval of the level, with the probability of a price
                    so far from the median on either side. The newest day is reported either way, as inside or outside.
                    With "Accept: text/csv" the days outside as CSV.""")
    @APIResponse(
            responseCode = "200",
            description = "The days outside their interval",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Anomalies.class)),
                @Content(
                        mediaType = "text/csv",
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "one day",
                                        value =
                                                "coin,date,price,median,lower,upper,probability,currency\r\n"
                                                        + "bitcoin,2026-02-05,62853.7,73019.7,68712.2,77597.2,0.000000000261,eur\r\n"))
            })
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "The coin is unknown or has no model yet")
    @APIResponse(responseCode = "406", description = "Neither JSON nor CSV is accepted")
    @APIResponse(
            responseCode = "422",
            description = "The range ends before it starts, or the level is not between 0 and 100")
    public Uni<Response> anomalies(
            @Parameter(description = "CoinGecko's id of the coin", example = "bitcoin") @RestPath String coin,
            @Parameter(
                            description = "Coverage of the interval in percent, above 0 and below 100",
                            schema = @Schema(type = SchemaType.NUMBER, defaultValue = DEFAULT_LEVEL),
                            example = DEFAULT_LEVEL)
                    @RestQuery
                    String level,
            @Parameter(
                            description = "First day reported, ISO 8601 (UTC); the first stored one by default",
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @RestQuery
                    String from,
            @Parameter(
                            description = "Last day reported, ISO 8601 (UTC); the last stored one by default",
                            schema = @Schema(type = SchemaType.STRING, format = "date"))
                    @RestQuery
                    String to,
            @Context HttpServerRequest request) {
        var range = DateRange.parse(from, to);
        var coverage = Parameters.decimal("level", level, LEVEL_DECIMALS, BigDecimal.ZERO, HUNDRED, DEFAULT_LEVEL);
        return rendering.respond(
                request.getHeader("Accept"),
                explanations.of(coin, (model, series) -> Anomalies.of(model, currency, series, coverage, range)),
                Function.identity(),
                ExplanationCsv::of);
    }
}
