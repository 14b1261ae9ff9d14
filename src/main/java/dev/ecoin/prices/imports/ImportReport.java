package dev.ecoin.prices.imports;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Result of an import.
 *
 * @param format the detected format
 * @param dayRule which day's prices the lines have
 * @param unusedColumns names of columns that were not read
 * @param lines lines with data, up to the end of the file or the point where it breaks off
 * @param accepted valid lines: {@code lines - rejected}
 * @param stored days added or changed. The other valid lines are already stored, or CoinGecko's price takes precedence
 * @param coinsAdded ids of coins that were not stored before
 * @param rejected number of invalid lines
 * @param rejectedLines the first {@value #LINES_SHOWN} of them
 * @param firstRows the first {@value #ROWS_SHOWN} valid lines, as stored
 */
@RegisterForReflection
@Schema(name = "ImportReport")
public record ImportReport(
        @Schema(description = "What the file was recognised as", examples = "Yahoo Finance")
        String format,

        @JsonProperty("day_rule")
        @Schema(
                description = "Which day's prices its lines have",
                examples = "the close of a day is the price of the next day at 00:00 UTC")
        String dayRule,

        @JsonProperty("unused_columns") @Schema(description = "Columns that were not read")
        List<String> unusedColumns,

        @Schema(description = "Lines with data") long lines,
        @Schema(description = "Good lines") long accepted,

        @Schema(
                description =
                        "Days added or changed; the other good lines hold nothing new, or CoinGecko's price is stored")
        long stored,

        @JsonProperty("coins_added") @Schema(description = "New coins")
        List<String> coinsAdded,

        @Schema(description = "Number of lines that cannot be stored")
        long rejected,

        @JsonProperty("rejected_lines") @Schema(description = "The first 1000 of them")
        List<RejectedLine> rejectedLines,

        @JsonProperty("first_rows") @Schema(description = "The first 10 good lines, as they are stored")
        List<FirstRow> firstRows) {

    static final int LINES_SHOWN = 1_000;
    static final int ROWS_SHOWN = 10;

    /**
     * A rejected line.
     *
     * @param number number of the line in the file, from 1, header included
     * @param reason one sentence without a full stop that names the invalid value
     */
    @RegisterForReflection
    public record RejectedLine(long number, String reason) {}

    /** A day's price of a coin. */
    @RegisterForReflection
    @Schema(name = "ImportedPrice")
    public record FirstRow(
            String coin,
            LocalDate date,
            BigDecimal price,

            @JsonProperty("market_cap") @Schema(nullable = true)
            BigDecimal marketCap,

            @Schema(nullable = true) BigDecimal volume) {

        static FirstRow of(ImportLine line) {
            var price = line.price();
            return new FirstRow(line.coin(), price.day(), price.price(), price.marketCap(), price.volume());
        }
    }
}
