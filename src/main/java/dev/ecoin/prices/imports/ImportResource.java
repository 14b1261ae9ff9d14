package dev.ecoin.prices.imports;

import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.prices.PriceFollower;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** {@code POST /imports}: prices from a file. */
@Path(ImportResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Prices")
public class ImportResource {

    static final String PATH = "/imports";

    private static final String CSV = "text/csv";
    private static final String JSON_LINES = "application/x-ndjson";
    private static final String GZIP = "application/gzip";
    private static final String ZIP = "application/zip";

    static final Set<String> MEDIA_TYPES = Set.of(CSV, JSON_LINES, GZIP, ZIP, MediaType.APPLICATION_OCTET_STREAM);

    /** Each import occupies a thread and writes as fast as the database allows. */
    private static final int AT_ONCE = 2;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final PriceImport prices;
    private final List<PriceFollower> followers;
    private final Semaphore places = new Semaphore(AT_ONCE);

    ImportResource(PriceImport prices, @All List<PriceFollower> followers) {
        this.prices = prices;
        this.followers = followers;
    }

    @POST
    @Blocking
    @Consumes({CSV, JSON_LINES, GZIP, ZIP, MediaType.APPLICATION_OCTET_STREAM})
    @Operation(operationId = "importPrices", summary = "Stores the prices in a file", description = """
                    The file is recognised by its content, whatever its media type says: this service's exports,
                    CoinGecko's website, CryptoDataDownload, Yahoo Finance, Binance klines, CoinMarketCap, Investing.com, or
                    any CSV or JSON lines with a date and a price or close; also packed by gzip or, alone in an archive, by
                    zip. CoinGecko's prices are not replaced. Lines that cannot be stored are rejected individually, and
                    the others are stored with the source import; models advance over new days in the background. With dry_run
                    nothing is stored, and the answer shows what would be. The command import does the same from a shell.""")
    @RequestBody(
            content = {
                @Content(
                        mediaType = CSV,
                        schema = @Schema(type = SchemaType.STRING),
                        examples = @ExampleObject(name = "a day", value = "date,price\n2017-12-15,17604.85\n")),
                @Content(mediaType = JSON_LINES, schema = @Schema(type = SchemaType.STRING)),
                @Content(mediaType = GZIP, schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(mediaType = ZIP, schema = @Schema(type = SchemaType.STRING, format = "binary")),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    @APIResponse(
            responseCode = "200",
            description = "The result, also if lines were rejected",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ImportReport.class)))
    @APIResponse(responseCode = "400", description = "A parameter is malformed")
    @APIResponse(responseCode = "413", description = "The file is larger than ecoin.imports.largest-file")
    @APIResponse(responseCode = "415", description = "The media type is not one of those of the request body")
    @APIResponse(
            responseCode = "422",
            description =
                    "Nothing can be read from the file, or it does not say which coin it is of or how its dates are"
                            + " written; nothing was stored")
    @APIResponse(
            responseCode = "503",
            description =
                    "Two imports are running, or the database is not available; Retry-After says when to try again")
    public ImportReport read(
            @Parameter(description = "Id of the coin of all lines, where no column names it") @RestQuery String coin,
            @Parameter(
                            description =
                                    "Which price of its date a line has: that of 00:00 UTC at its start (open), or at"
                                            + " its end (close), which is stored as the next day's; by default the format says",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"open", "close"}))
                    @RestQuery
                    String day,
            @Parameter(
                            name = "date_format",
                            description =
                                    "How dates are written that could start with their day or their month, such as"
                                            + " d/M/yyyy")
                    @RestQuery("date_format")
                    String dateFormat,
            @Parameter(
                            name = "dry_run",
                            description = "true to store nothing",
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"true", "false"}))
                    @RestQuery("dry_run")
                    String dryRun,
            InputStream file)
            throws IOException {
        var isTrial =
                dryRun != null && Parameters.choice("dry_run", dryRun, new Boolean[] {true, false}, Object::toString);
        var options = options(coin, day, dateFormat, isTrial);
        // Receives the whole body first, so that a slow client does not slow the database, and a partial file changes
        // nothing.
        var whole = Files.createTempFile("import", ".file");
        try {
            Files.copy(file, whole, StandardCopyOption.REPLACE_EXISTING);
            return read(whole, options);
        } finally {
            Files.delete(whole);
        }
    }

    private ImportReport read(java.nio.file.Path whole, ImportOptions options) throws IOException {
        if (!places.tryAcquire()) {
            throw ProblemException.unavailable("Two imports are running, which is the maximum.", RETRY_AFTER);
        }
        try (var file = Files.newInputStream(whole)) {
            var report = prices.read(file, options);
            if (report.stored() > 0) {
                followers.forEach(PriceFollower::stored);
            }
            return report;
        } catch (NoPricesException e) {
            throw problem(e, ProblemException::unprocessable);
        } finally {
            places.release();
        }
    }

    private static ImportOptions options(String coin, String day, String dateFormat, boolean isTrial) {
        try {
            return ImportOptions.of(coin, day, dateFormat, isTrial);
        } catch (NoPricesException e) {
            throw problem(e, ProblemException::badRequest);
        }
    }

    @FunctionalInterface
    private interface Kind {
        ProblemException of(String parameter, String value, String what, String valid);
    }

    private static ProblemException problem(NoPricesException e, Kind kind) {
        return kind.of(e.parameter(), e.value(), e.what(), e.valid());
    }
}
