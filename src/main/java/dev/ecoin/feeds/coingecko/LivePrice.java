package dev.ecoin.feeds.coingecko;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ecoin.feeds.DailyPoint;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A row of {@code coins/markets}: a coin's current price. CoinGecko may send null for almost any field.
 *
 * @param id the coin
 * @param priceChange change of the price in 24 hours
 * @param marketCapChange change of the market cap in 24 hours
 */
@RegisterForReflection
public record LivePrice(
        String id,
        @JsonProperty("current_price") BigDecimal price,
        @JsonProperty("price_change_24h") BigDecimal priceChange,
        @JsonProperty("market_cap") BigDecimal marketCap,
        @JsonProperty("market_cap_change_24h") BigDecimal marketCapChange,
        @JsonProperty("last_updated") Instant lastUpdated) {

    private static final Duration A_DAY = Duration.ofHours(24);
    private static final Duration NEAR = Duration.ofHours(2);

    boolean isComplete() {
        return id != null && DailyPoint.isAmount(price) && DailyPoint.isAmount(priceChange) && lastUpdated != null;
    }

    /** Whether a day's price can be computed from live prices at this time, see {@link #snapshotOf}. */
    public static boolean tellADay(Instant now) {
        return isNearStart(now, now.atOffset(ZoneOffset.UTC).toLocalDate());
    }

    /**
     * The price 24 hours ago as the day's snapshot, if that was within two hours after the day's 00:00 UTC. The volume
     * is null, because only the live one is known.
     */
    public Optional<DailyPoint> snapshotOf(LocalDate day) {
        if (!isNearStart(lastUpdated.minus(A_DAY), day)) {
            return Optional.empty();
        }
        var cap = DailyPoint.isAmount(marketCap) && DailyPoint.isAmount(marketCapChange)
                ? marketCap.subtract(marketCapChange)
                : null;
        return Optional.of(new DailyPoint(day, price.subtract(priceChange), cap, null));
    }

    private static boolean isNearStart(Instant instant, LocalDate day) {
        var after = Duration.between(day.atStartOfDay(ZoneOffset.UTC).toInstant(), instant);
        return !after.isNegative() && after.compareTo(NEAR) < 0;
    }
}
