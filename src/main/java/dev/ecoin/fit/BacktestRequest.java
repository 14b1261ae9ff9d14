package dev.ecoin.fit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * A series to forecast from its past: the fields of {@link FitRequest}, and those of {@link Origins}.
 *
 * @param series its horizon is that of the forecasts to score
 */
public record BacktestRequest(FitRequest series, Origins origins) {

    private static final Set<String> FIELDS = Set.of("windows", "step", "training", "rolling", "refit");

    private static final int MOST_WINDOWS = 500;

    private static final int LONGEST = 10_000;

    /**
     * Reads a series.
     *
     * @throws InvalidSeriesException if something is wrong with it
     */
    public static BacktestRequest of(JsonNode line) {
        var series = FitRequest.of(line, FIELDS);
        return new BacktestRequest(
                series,
                new Origins(
                        FitRequest.integer(line, "windows", Origins.STANDARD.windows(), 1, MOST_WINDOWS),
                        FitRequest.integer(line, "step", Origins.STANDARD.step(), 1, LONGEST),
                        FitRequest.integer(line, "training", Origins.STANDARD.training(), 2, LONGEST),
                        FitRequest.flag(line, "rolling"),
                        FitRequest.flag(line, "refit")));
    }
}
