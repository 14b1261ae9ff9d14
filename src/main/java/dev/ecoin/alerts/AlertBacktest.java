package dev.ecoin.alerts;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.ecoin.configuration.Currency;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The days on which a rule would have fired for a coin, and how many of its alerts came true.
 *
 * @param condition as past days were asked about it
 * @param days number of days evaluated
 * @param met the days on which the condition was met
 * @param alerts the days on which the rule would have fired, having been clear before
 * @param fired those alerts, the newest first
 */
@RegisterForReflection
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@Schema(name = "AlertBacktest")
public record AlertBacktest(
        @Schema(examples = "bitcoin") String coin,
        Currency currency,

        @Schema(
                implementation = Condition.class,
                description =
                        "As past days were asked about it: with days ahead instead of a date, and relative bounds as"
                                + " returns")
        Condition condition,

        @Schema(
                description = "The condition in words",
                examples = "Probability of a price with a return above -10% 30 days ahead is at least 0.9")
        String description,

        @Schema(description = "First day asked", examples = "2024-08-09")
        LocalDate from,

        @Schema(description = "Last day asked", examples = "2026-08-08")
        LocalDate to,

        @Schema(description = "Days asked: those with a price and enough prices before it", examples = "730")
        int days,

        @Schema(description = "Days on which the condition was met")
        Tally met,

        @Schema(description = "Days on which the rule would have fired, having been clear before")
        Tally alerts,

        @Schema(description = "Those alerts, the newest first, up to 1000")
        List<Fired> fired,

        @Schema(description = "What to know about these figures")
        List<String> notes) {

    /** How many came true. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "AlertTally")
    public record Tally(
            @Schema(examples = "12") int count,

            @Schema(description = "Those of which it is known whether they came true", examples = "11")
            int decided,

            @Schema(examples = "10") int cameTrue,

            @Schema(
                    description = "Share of the decided ones that came true; null if there are none",
                    nullable = true,
                    examples = "0.9091")
            BigDecimal share,

            @Schema(
                    description =
                            "Mean value of the decided ones: the share that should come true; null if there are none",
                    nullable = true,
                    examples = "0.9133")
            BigDecimal expected) {}

    /** An alert. */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @Schema(name = "PastAlert")
    public record Fired(
            @Schema(description = "Day of the last price that was known", examples = "2026-02-03")
            LocalDate day,

            @Schema(description = "Day on which it cleared; null if it did not", nullable = true)
            LocalDate cleared,

            @Schema(description = "Price of the day", examples = "78120.5")
            BigDecimal price,

            @Schema(description = "Compared with the threshold", examples = "0.9112")
            BigDecimal value,

            @Schema(description = "The day that decides; null if none does", nullable = true, examples = "2026-03-05")
            LocalDate by,

            @Schema(description = "Whether it came true; null if that is not known or not asked", nullable = true)
            Boolean cameTrue) {}
}
