package dev.ecoin.analysis;

import dev.ecoin.http.ProblemException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The datasets that can be exported. */
public enum Dataset {
    /** {@code daily_price}, with the columns that the import reads. */
    PRICES,
    /** The rows of {@code features.sql}. */
    FEATURES,
    /** Forecasts of the active models with their 80% and 95% intervals. */
    FORECASTS;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws ProblemException with status 404 if no dataset has this name
     */
    static Dataset of(String label) {
        return Arrays.stream(values())
                .filter(dataset -> dataset.label().equals(label))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound(
                        "dataset",
                        label,
                        "There is no dataset '" + label + "'",
                        Arrays.stream(values()).map(Dataset::label).collect(Collectors.joining(", "))));
    }
}
