package dev.ecoin.alerts;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The result of a condition for a coin.
 *
 * @param value compared with the threshold; null for conditions without one, and where nothing can be said
 * @param text in words, for people
 */
@RegisterForReflection
@Schema(name = "AlertFinding")
public record Finding(
        @Schema(examples = "bitcoin") String coin,

        @Schema(
                description =
                        "met: the rule fires; within_margin: it stays as it is, firing or not; not_met: it clears;"
                                + " unknown: nothing can be said, and it stays as it is",
                examples = "not_met")
        Standing standing,

        @Schema(
                description =
                        "The value that is compared with the threshold; null if the kind has none or nothing can be said",
                nullable = true,
                examples = "0.0783")
        BigDecimal value,

        @Schema(examples = "The probability of a price above 100000 USD on 2026-12-31 is 0.0783, below 0.5")
        String text) {

    static Finding unknown(String coin, String why) {
        return new Finding(coin, Standing.UNKNOWN, null, why);
    }
}
