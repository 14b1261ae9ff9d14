package dev.ecoin.analysis;

import dev.ecoin.http.Representation;
import dev.ecoin.http.security.Expensive;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code GET /export/{dataset}}: whole tables for analysts' tools, streamed. */
@Path("/export")
@Tag(name = "Analyses")
public class ExportResource {

    private static final Logger LOG = Logger.getLogger(ExportResource.class);

    private final Exporter exporter;
    private final LongReads longReads;

    ExportResource(Exporter exporter, LongReads longReads) {
        this.exporter = exporter;
        this.longReads = longReads;
    }

    @GET
    @Path("{dataset}")
    @Blocking
    @Expensive
    @Operation(
            operationId = "exportDataset",
            summary = "Prices, features or forecasts for analysis tools",
            description = """
                    All rows of the selection by coin and day, streamed: as CSV (RFC 4180, UTF-8, header, null as an
                    empty field), or with "Accept: application/x-ndjson" as one JSON object a line. Every column has one
                    type throughout: ISO dates, decimals without separators or exponents, true and false, so that tools
                    read it, and write it as Parquet, without hints. prices are the stored ones, in the columns that the
                    import reads; features those of /analysis/features; forecasts those of the active models, with the
                    limits of their 80% and 95% intervals. The same from a shell: the command export.""")
    @APIResponse(
            responseCode = "200",
            description = "The rows",
            content = {
                @Content(
                        mediaType = "text/csv",
                        schema = @Schema(type = SchemaType.STRING),
                        examples =
                                @ExampleObject(
                                        name = "prices",
                                        value = "coin,date,price,market_cap,volume,source,currency\r\n"
                                                + "bitcoin,2026-08-08,64891.61,,,sample,eur\r\n")),
                @Content(mediaType = "application/x-ndjson", schema = @Schema(type = SchemaType.STRING))
            })
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "404", description = "There is no such dataset, or no such coin")
    @APIResponse(responseCode = "406", description = "Neither CSV nor lines of JSON are accepted")
    @APIResponse(responseCode = "422", description = "The range ends before it starts")
    @APIResponse(
            responseCode = "429",
            description = "Too many requests from one client; Retry-After says when to try again")
    @APIResponse(
            responseCode = "503",
            description = "Too many exports are running, or the database is not available; Retry-After says when to try"
                    + " again")
    public Response export(
            @Parameter(
                            description = "What to export",
                            example = "prices",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"prices", "features", "forecasts"}))
                    @RestPath
                    String dataset,
            @Parameter(description = "CoinGecko's ids, with commas between them; all coins by default") @RestQuery
                    String coin,
            @Parameter(description = "First day, ISO 8601 (UTC); the first there is by default", example = "2026-01-01")
                    @RestQuery
                    String from,
            @Parameter(description = "Last day, likewise; of forecasts 30 days after the model's origin by default")
                    @RestQuery
                    String to,
            @Context HttpServerRequest request) {
        var representation = Representation.preferred(
                request.getHeader(HttpHeaders.ACCEPT), Representation.CSV, Representation.JSON_LINES);
        var wanted = Dataset.of(dataset);
        var selection = Selection.parse(coin, from, to);
        exporter.check(selection);
        var format = representation == Representation.CSV ? RowFormat.CSV : RowFormat.JSONL;
        StreamingOutput rows = out -> {
            try {
                exporter.export(wanted, selection, format, out);
            } catch (IOException e) {
                if (!request.response().closed()) {
                    throw e;
                }
                LOG.debugf(e, "Whoever exported %s has gone away", wanted.label());
            }
        };
        return Response.ok(longReads.holding(rows), representation.mediaType())
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"" + wanted.label() + "." + format.extension() + "\"")
                .build();
    }
}
