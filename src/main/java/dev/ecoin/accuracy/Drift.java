package dev.ecoin.accuracy;

import dev.ecoin.forecasting.monitoring.BernoulliCusum;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether one-day forecasts have become worse. Longer horizons are ignored, because their errors overlap and one bad
 * week would count many times.
 *
 * @param error how often the forecast is farther off than naive; usually half of the time
 * @param intervals how often the price leaves the 80% interval; usually a fifth of the time
 */
@RegisterForReflection
@Schema(name = "Drift")
public record Drift(
        @Schema(description = "Days on which the forecast is farther off than naive; the expected share is one half")
        Watch error,

        @Schema(description = "Days on which the price leaves the 80% interval; the expected share is one fifth")
        Watch intervals) {

    /**
     * State of a cumulative sum.
     *
     * @param since first day of the present alarm, null if there is none
     */
    @RegisterForReflection
    @Schema(name = "DriftWatch")
    public record Watch(
            @Schema(description = "Whether the alarm is raised", examples = "false")
            boolean drifting,

            @Schema(
                    description =
                            "Evidence so far, as a logarithm; the alarm is raised at the threshold and cleared at 0",
                    examples = "0.69")
            BigDecimal statistic,

            @Schema(examples = "4") BigDecimal threshold,

            @Schema(description = "Day on which the present alarm was raised, null if there is none", nullable = true)
            LocalDate since,

            @Schema(description = "Number of days", examples = "104")
            int days) {}

    private static final double LEVEL = 80;
    private static final double OUTSIDE = 0.2;
    private static final double OUTSIDE_TOO_OFTEN = 0.4;
    private static final double WORSE = 0.5;
    private static final double WORSE_TOO_OFTEN = 0.65;

    /**
     * Gives a false alarm every two to four years, and a true one after about six weeks (intervals) or three months
     * (error).
     */
    private static final double THRESHOLD = 4;

    /**
     * @param scored ascending by day; only one-day forecasts are used
     */
    static Drift of(List<ServedForecast> scored) {
        var oneDay = scored.stream().filter(forecast -> forecast.horizon() == 1).toList();
        return new Drift(
                watch(oneDay, WORSE, WORSE_TOO_OFTEN, Drift::isWorse),
                watch(oneDay, OUTSIDE, OUTSIDE_TOO_OFTEN, Drift::isOutside));
    }

    /** Empty if both are equally far off, as a random walk and naive always are: a tie counts for neither. */
    private static Optional<Boolean> isWorse(ServedForecast forecast) {
        return forecast.error() == forecast.naiveError()
                ? Optional.empty()
                : Optional.of(forecast.error() > forecast.naiveError());
    }

    /** Empty if no 80% interval was recorded. */
    private static Optional<Boolean> isOutside(ServedForecast forecast) {
        OptionalInt level = IntStream.range(0, forecast.levels().length)
                .filter(k -> forecast.levels()[k] == LEVEL)
                .findFirst();
        return level.isPresent() ? Optional.of(!forecast.covered(level.getAsInt())) : Optional.empty();
    }

    private static Watch watch(
            List<ServedForecast> forecasts,
            double usual,
            double raised,
            Function<ServedForecast, Optional<Boolean>> event) {
        var sum = new BernoulliCusum(usual, raised, THRESHOLD);
        LocalDate since = null;
        var days = 0;
        for (var forecast : forecasts) {
            var outcome = event.apply(forecast);
            if (outcome.isPresent()) {
                days++;
                since = sum.add(outcome.get()) ? forecast.day() : since;
            }
        }
        return new Watch(
                sum.isAlarmed(),
                BigDecimal.valueOf(sum.statistic()).setScale(2, RoundingMode.HALF_EVEN),
                BigDecimal.valueOf(THRESHOLD).stripTrailingZeros(),
                sum.isAlarmed() ? since : null,
                days);
    }
}
