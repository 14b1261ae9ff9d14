package dev.ecoin.analysis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ecoin.http.Parameters;
import dev.ecoin.http.Rendering;
import dev.ecoin.http.Representation;
import dev.ecoin.http.security.Expensive;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code /analysis}: runs the SQL files of {@code src/main/sql/analysis}. */
@Path("/analysis")
@Tag(name = "Analyses")
public class AnalysisResource {

    private static final int ROWS = 1_000;
    private static final int MOST_ROWS = 10_000;

    private final AnalysisPages pages;
    private final Rendering rendering;

    AnalysisResource(AnalysisPages pages, Rendering rendering) {
        this.pages = pages;
        this.rendering = rendering;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listAnalyses",
            summary = "The available analyses",
            description =
                    "With the question that each answers and how to read its columns, from the comments of its file.")
    @APIResponse(
            responseCode = "200",
            description = "The analyses",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type = SchemaType.ARRAY,
                                            implementation = AnalysisAnswer.Description.class)))
    public List<AnalysisAnswer.Description> analyses() {
        return Arrays.stream(Analysis.values())
                .map(AnalysisAnswer.Description::of)
                .toList();
    }

    @GET
    @Path("{analysis}")
    @Expensive
    @Operation(operationId = "getAnalysis", summary = "An analysis of the stored prices", description = """
                    Executes the file of that name in src/main/sql/analysis. Rows come by coin and day, a page at a
                    time: "next" and the header Link hold the address of the next page. With "Accept: text/csv" the
                    same as CSV. Of one coin it takes milliseconds; of all coins a page looks at no more coins than it
                    has room for.

                    monthly-average: mean price by month. rises-after-falls: how much the price rises after it has
                    fallen on four or more consecutive days. monthly-range: highest and lowest price by month. risk:
                    high, medium or low by the month's worst fall from a day to the next. features: the last seven
                    prices, trend, variance, calendar and next day's price. gaps: missing days. GET /analysis tells how
                    to read them.""")
    @APIResponse(
            responseCode = "200",
            description = "A page of rows",
            headers =
                    @Header(
                            name = "Link",
                            description = "<address of the next page>; rel=\"next\"; absent on the last page",
                            schema = @Schema(type = SchemaType.STRING)),
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = AnalysisAnswer.class),
                        examples = @ExampleObject(name = "risk", value = """
                                {"analysis": "risk", "currency": "eur", "rows": [{"coin": "bitcoin", "month": "2026-08-01", "risk": "low",
                                "worst_change_percent": -3.12, "changes": 8}], "next": null}""")),
                @Content(
                        mediaType = "text/csv",
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "risk",
                                        value = "coin,month,risk,worst_change_percent,changes,currency\r\n"
                                                + "bitcoin,2026-08-01,low,-3.12,8,eur\r\n"))
            })
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "There is no such analysis, or no such coin")
    @APIResponse(responseCode = "406", description = "Neither JSON nor CSV is accepted")
    @APIResponse(
            responseCode = "422",
            description = "The range ends before it starts, or the limit is outside its range")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    @APIResponse(
            responseCode = "503",
            description =
                    "The analysis took too long, too many analyses of all coins are running, or the database does not"
                            + " answer")
    public Uni<Response> analysis(
            @Parameter(
                            description = "The file's name without .sql",
                            example = "risk",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {
                                                "monthly-average",
                                                "rises-after-falls",
                                                "monthly-range",
                                                "risk",
                                                "features",
                                                "gaps"
                                            }))
                    @RestPath
                    String analysis,
            @Parameter(description = "CoinGecko's ids, with commas between them; all coins by default") @RestQuery
                    String coin,
            @Parameter(description = """
                                    First day, ISO 8601 (UTC). Rows that tell of no day from it on are left out; of
                                    rises-after-falls, prices before it""", example = "2026-01-01") @RestQuery String from,
            @Parameter(description = "Last day, likewise") @RestQuery String to,
            @Parameter(
                            description = "Maximum number of rows, up to " + MOST_ROWS,
                            schema = @Schema(type = SchemaType.INTEGER, defaultValue = "" + ROWS),
                            example = "100")
                    @RestQuery
                    String limit,
            @Parameter(description = "The row before the page, as in the address of the next one: coin, or coin,date")
                    @RestQuery
                    String after,
            @Context HttpServerRequest request) {
        var representation =
                Representation.preferred(request.getHeader("Accept"), Representation.JSON, Representation.CSV);
        var rows = Parameters.integer("limit", limit, 1, MOST_ROWS, ROWS);
        return pages.find(analysis, coin, from, to, rows, after).map(page -> {
            var next = page.hasNext() ? address(page, coin, from, to, limit) : null;
            var body = representation == Representation.CSV
                    ? RowFormat.CSV.bytes(
                            page.table().with("currency", page.currency().code()))
                    : rendering.json(new AnalysisAnswer(page.analysis().label(), page.currency(), page.rows(), next));
            var answer = Response.ok(body, representation.mediaType());
            return (next == null ? answer : answer.header("Link", "<" + next + ">; rel=\"next\"")).build();
        });
    }

    /** The address of the page after the given one. */
    private static String address(AnalysisPage page, String coin, String from, String to, String limit) {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("coin", coin);
        parameters.put("from", from);
        parameters.put("to", to);
        parameters.put("limit", limit);
        parameters.put("after", page.last());
        return parameters.entrySet().stream()
                .filter(parameter -> parameter.getValue() != null)
                .map(parameter -> parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), UTF_8))
                .collect(Collectors.joining("&", "/analysis/" + page.analysis().label() + "?", ""));
    }
}
