package dev.ecoin.crawl;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.runs.RunState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * State or result of a crawl.
 *
 * @param requestedCoins null for all
 * @param from requested first day, null for all missing days
 * @param to requested last day, null for yesterday
 * @param error why days are still missing, or why the run is paused; or null
 * @param coins coins with missing days; null in a list of runs
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(description = "A crawl as it stands, or as it ended")
public record CrawlReport(
        @Schema(examples = "17") long id,
        CrawlMode mode,
        RunState state,
        List<String> requestedCoins,
        LocalDate from,
        LocalDate to,

        @Schema(description = "Days that were missing", examples = "728")
        int daysWanted,

        @Schema(description = "Days added or changed", examples = "727")
        int daysStored,

        @Schema(description = "Days that no feed has", examples = "1")
        int daysUnavailable,

        @Schema(description = "Stored days for which CoinGecko now has other figures; the former ones are kept")
        int daysCorrected,

        @Schema(description = "Calls made, including failed ones", examples = "3")
        int calls,

        @Schema(description = "Retries among the calls", examples = "1")
        int retries,

        Instant requestedAt,
        Instant startedAt,
        Instant endedAt,
        Instant pausedUntil,
        String error,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<CoinCrawl> coins) {

    CrawlRequest request() {
        return new CrawlRequest(requestedCoins == null ? List.of() : requestedCoins, from, to, mode);
    }

    /** The same run in a later state. */
    CrawlReport with(List<CoinCrawl> now, CallCount pages) {
        return new CrawlReport(
                id,
                mode,
                state,
                requestedCoins,
                from,
                to,
                now.stream().mapToInt(CoinCrawl::daysWanted).sum(),
                now.stream().mapToInt(CoinCrawl::daysStored).sum(),
                now.stream().mapToInt(CoinCrawl::daysUnavailable).sum(),
                now.stream().mapToInt(CoinCrawl::daysCorrected).sum(),
                now.stream().mapToInt(CoinCrawl::calls).sum() + pages.calls(),
                now.stream().mapToInt(CoinCrawl::retries).sum() + pages.retries(),
                requestedAt,
                startedAt,
                endedAt,
                pausedUntil,
                error,
                now);
    }
}
