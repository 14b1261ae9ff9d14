package dev.ecoin.crawl;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.runs.RunState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;

/**
 * Result of a crawl for one coin.
 *
 * @param state running until all its days were tried
 * @param firstDay first day wanted
 * @param lastDay last day wanted
 * @param daysWanted days that were missing
 * @param daysStored days added or changed
 * @param daysUnavailable days that no feed has
 * @param daysCorrected stored days for which CoinGecko now has other figures
 * @param calls calls made, including failed ones
 * @param retries retries among the calls
 * @param error why days are still missing, or null
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record CoinCrawl(
        String coin,
        RunState state,
        LocalDate firstDay,
        LocalDate lastDay,
        int daysWanted,
        int daysStored,
        int daysUnavailable,
        int daysCorrected,
        int calls,
        int retries,
        String error) {}
