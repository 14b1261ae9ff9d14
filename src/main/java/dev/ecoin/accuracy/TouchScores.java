package dev.ecoin.accuracy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Scores of the probabilities of reaching a price.
 *
 * @param bounds by horizon and distance of the bound
 * @param reliability by the served probability, in tenths
 */
@RegisterForReflection
@Schema(name = "TouchScores")
record TouchScores(
        @Schema(description = "By days after the origin and distance of the bound, ascending")
        List<Score> bounds,

        @Schema(description = "By the probability served, in tenths, ascending; only those that occurred")
        List<Score> reliability) {

    /**
     * Scores of a set of probabilities.
     *
     * @param horizon null if all horizons are combined
     * @param change null if all distances are combined
     * @param from null if grouped by horizon
     */
    @RegisterForReflection
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TouchScore")
    record Score(
            @Schema(description = "Days after the origin that count; left out under reliability", examples = "7")
            Integer horizon,

            @Schema(
                    description =
                            "Percent by which the bound is above the origin's price, or below it if negative; left out"
                                    + " under reliability",
                    examples = "-10")
            Integer change,

            @Schema(
                    description = "Least probability served of the tenth, in percent; only under reliability",
                    examples = "40")
            Integer from,

            @Schema(description = "Number of probabilities scored", examples = "120")
            long days,

            @Schema(description = "Mean probability served, in percent", examples = "24.8")
            BigDecimal probability,

            @Schema(description = "How often a price came to the bound, in percent", examples = "22.5")
            BigDecimal touched,

            @Schema(
                    description =
                            "Brier score (1950), the mean squared difference of probability and outcome: 0 is perfect,"
                                    + " 0.25 what always saying 50% gets",
                    examples = "0.1657")
            BigDecimal brier) {

        static Score of(
                Integer horizon,
                Integer change,
                Integer tenth,
                long days,
                double probability,
                double touched,
                double brier) {
            return new Score(
                    horizon,
                    change,
                    tenth == null ? null : 10 * tenth,
                    days,
                    shown(probability),
                    shown(touched),
                    shown(brier));
        }

        private static BigDecimal shown(double value) {
            return BigDecimal.valueOf(value).round(DIGITS);
        }
    }

    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    static TouchScores of(List<Score> scores) {
        return new TouchScores(
                scores.stream().filter(score -> score.horizon() != null).toList(),
                scores.stream().filter(score -> score.horizon() == null).toList());
    }
}
