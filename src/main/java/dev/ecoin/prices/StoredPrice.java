package dev.ecoin.prices;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A row of {@code daily_price}: a coin's snapshot at 00:00:00 UTC of a day, with all digits from its source. */
@RegisterForReflection
@Schema(name = "Price")
record StoredPrice(
        @JsonProperty("date") @Schema(examples = "2026-08-08")
        LocalDate day,

        @Schema(description = "at 00:00 UTC, with every digit of the source", examples = "64891.61")
        BigDecimal price,

        @JsonProperty("market_cap") @Schema(description = "null if the source has none", nullable = true)
        BigDecimal marketCap,

        @Schema(description = "of the 24 hours before, null if the source has none", nullable = true)
        BigDecimal volume,

        @Schema(description = "where the price came from") PriceSource source) {}
