package dev.ecoin.alerts;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /alerts/backtest}. */
@RegisterForReflection
@Schema(name = "AlertBacktestRequest")
record AlertBacktestRequest(
        @Schema(description = "CoinGecko's id", examples = "bitcoin")
        String coin,

        @Schema(implementation = Condition.class) Condition condition,

        @Schema(description = "First day asked; 730 days up to the last one if left out", examples = "2024-01-01")
        LocalDate from,

        @Schema(description = "Last day asked; the last price if left out", examples = "2026-08-08")
        LocalDate to,

        @Schema(
                description =
                        "Whether bounds move with the price: as far from each day's price as they are from the newest one;"
                                + " false if left out",
                examples = "true")
        Boolean relative) {

    static final AlertBacktestRequest EMPTY = new AlertBacktestRequest(null, null, null, null, null);
}
