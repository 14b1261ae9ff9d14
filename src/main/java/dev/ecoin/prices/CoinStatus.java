package dev.ecoin.prices;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.prices.ActiveModels.ActiveModel;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A coin in answers of the service. */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "Coin")
public record CoinStatus(
        @Schema(description = "CoinGecko's id", examples = "bitcoin")
        String id,

        @Schema(description = "null until CoinGecko's list was read", nullable = true, examples = "btc")
        String symbol,

        @Schema(description = "null until CoinGecko's list was read", nullable = true, examples = "Bitcoin")
        String name,

        @Schema(description = "active: crawled and trained; paused and delisted: served from what is there")
        CoinState state,

        @Schema(description = "date on which CoinGecko was found not to know the coin any more", nullable = true)
        LocalDate delistedOn,

        @Schema(
                description =
                        "whether CoinGecko lists the id; not_checked until its list was read, which a crawl does for"
                                + " coins that were added while it could not be had")
        CoinListing listing,

        @Schema(
                description =
                        "another id that CoinGecko lists under the same name since this one's prices ended: it may"
                                + " have been renamed",
                nullable = true)
        String namesake,

        @Schema(description = "what is to be known of the coin, if anything", nullable = true)
        String note,

        @Schema(description = "first day with a price", nullable = true)
        LocalDate firstDay,

        @Schema(description = "last day with a price", nullable = true)
        LocalDate lastDay,

        @Schema(examples = "1461") long daysStored,

        @Schema(description = "days since the last day with a price; 1 is as fresh as can be", nullable = true)
        Long freshnessDays,

        @Schema(description = "the model that serves forecasts, null if there is none yet", nullable = true)
        ActiveModel model) {

    /** All matching coins, by id. */
    @RegisterForReflection
    @Schema(name = "Coins")
    public record All(List<CoinStatus> coins) {

        /**
         * @param active by coin; coins without a model are absent
         */
        static All of(List<Coin> coins, Map<String, ActiveModel> active, LocalDate today) {
            return new All(coins.stream()
                    .map(coin -> CoinStatus.of(coin, active.get(coin.id()), today))
                    .toList());
        }
    }

    /** @param model may be null */
    static CoinStatus of(Coin coin, ActiveModel model, LocalDate today) {
        return new CoinStatus(
                coin.id(),
                coin.symbol(),
                coin.name(),
                coin.state(),
                coin.delistedOn(),
                coin.listing(),
                coin.namesake(today),
                coin.note(today),
                coin.firstDay(),
                coin.lastDay(),
                coin.days(),
                coin.lastDay() == null ? null : ChronoUnit.DAYS.between(coin.lastDay(), today),
                model);
    }
}
