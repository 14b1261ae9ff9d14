package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import java.util.Optional;

/** Whether all forecasts of a model are prices. */
public final class Plausibility {

    /** Days that are checked, and the default limit of a forecast's horizon. */
    public static final int HORIZON = 1_000;

    private static final double LEVEL = 95;

    private Plausibility() {}

    /** The fault of the model's forecasts: a price or a limit that is not a positive number. */
    static Optional<String> fault(FittedModel model) {
        var forecast = model.forecast(HORIZON, LEVEL);
        for (int step = 0; step < HORIZON; step++) {
            if (!isPrice(forecast.median(step))
                    || !isLimit(forecast.lower(0, step))
                    || !isLimit(forecast.upper(0, step))) {
                return Optional.of("its forecast of %s is %s, within %s and %s"
                        .formatted(
                                forecast.day(step),
                                forecast.median(step),
                                forecast.lower(0, step),
                                forecast.upper(0, step)));
            }
        }
        return Optional.empty();
    }

    private static boolean isPrice(double value) {
        return value > 0 && isLimit(value);
    }

    /** A lower limit far ahead can be too small for a double, and is then zero. */
    private static boolean isLimit(double value) {
        return value >= 0 && value < Double.POSITIVE_INFINITY;
    }
}
