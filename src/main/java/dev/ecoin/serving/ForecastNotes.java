package dev.ecoin.serving;

import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.ModelNotes;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.training.StoredModel;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plain-English notes on surprising properties of a forecast. The rounded prices show whether a forecast is flat or
 * straight, which works for every family of models; the model's own {@link ModelNotes} supply the explanation.
 */
final class ForecastNotes {

    /** Fewer equal days at the end do not look like a line. */
    private static final int SHORTEST_LINE = 3;

    /** Rounding noise of the daily log change along a straight line. */
    private static final double STRAIGHT = 1e-9;

    /** Limits that widen by less than this factor over the requested days look constant. */
    private static final double WIDER = 1.01;

    private ForecastNotes() {}

    /**
     * The notes on a forecast, the most important first.
     *
     * @param staleAfter maximum age of the origin in days without a note
     */
    static List<String> of(StoredModel model, Currency currency, Forecast forecast, LocalDate today, int staleAfter) {
        var notes = new ArrayList<String>();
        var own = model.fitted().notes();
        model.standsInFor()
                .ifPresent(corrupt -> notes.add(
                        ("The active model, %d in its state of %s, cannot be read (%s). This forecast comes from the newest"
                                        + " intact one; the next crawl or training replaces it.")
                                .formatted(corrupt.model(), corrupt.origin(), corrupt.reason())));
        if (model.fallback() != null) {
            notes.add("The baseline '%s' stands in for a SARIMA model, because %s: %s."
                    .formatted(model.name(), model.fallback(), own.forecasts()));
        }
        if (model.fitted().isOutsideGate()) {
            notes.add(
                    ("The forecasts of the model %s or their limits exceed what the price's history allows. It serves because an"
                                    + " operator overrode that check.")
                            .formatted(model.name()));
        }
        var age = ChronoUnit.DAYS.between(model.origin(), today);
        if (age > staleAfter) {
            notes.add(
                    ("The model's last observation, on %s, is %d days old: newer prices have not been crawled or not been"
                                    + " included yet. Days up to today are forecasts too, and the uncertainty has grown since.")
                            .formatted(model.origin(), age));
        }
        var line = lineAtTheEnd(forecast);
        var slope = line > 0 ? own.slope(percent(change(forecast, forecast.horizon() - 1))) : Optional.<String>empty();
        if (slope.isPresent()) {
            notes.add(slope.get());
        } else if (line == 0) {
            var price = PriceDigits.round(forecast.median(0)).toPlainString() + " " + currency;
            notes.add(own.flat(price, widens(forecast, 0)));
        } else if (forecast.horizon() - line >= SHORTEST_LINE) {
            notes.add(
                    ("From %s on the forecast is flat: what the model %s remembers of recent changes has faded by then,"
                                    + " and it expects none in either direction.%s")
                            .formatted(
                                    forecast.day(line),
                                    model.name(),
                                    widens(forecast, line) ? " The limits keep widening." : ""));
        } else {
            var growth = steadyGrowth(forecast);
            if (growth != 0) {
                notes.add(("The forecast is a straight line: beside its drift of %s%% a day, the mean of the past, the"
                                + " model expects no change. A past drift of coin prices is a weak guide to the next one.")
                        .formatted(percent(growth)));
            }
        }
        if (forecast.levels().length > 0) {
            notes.addAll(model.fitted().intervals().notes(forecast.horizon()));
        }
        return List.copyOf(notes);
    }

    /** Whether there are limits whose ratio at the end exceeds that of a step. */
    private static boolean widens(Forecast forecast, int step) {
        return forecast.levels().length > 0 && width(forecast, forecast.horizon() - 1) > WIDER * width(forecast, step);
    }

    private static double width(Forecast forecast, int step) {
        return Math.log(forecast.upper(0, step) / forecast.lower(0, step));
    }

    /** The first step of the final run of equal prices as shown. */
    private static int lineAtTheEnd(Forecast forecast) {
        var step = forecast.horizon() - 1;
        var last = PriceDigits.round(forecast.median(step));
        while (step > 0 && PriceDigits.round(forecast.median(step - 1)).equals(last)) {
            step--;
        }
        return step;
    }

    /** The daily log change if it is the same on all days, else 0. */
    private static double steadyGrowth(Forecast forecast) {
        if (forecast.horizon() < SHORTEST_LINE) {
            return 0;
        }
        var growth = change(forecast, 1);
        for (int step = 2; step < forecast.horizon(); step++) {
            if (Math.abs(change(forecast, step) - growth) > STRAIGHT) {
                return 0;
            }
        }
        return growth;
    }

    private static double change(Forecast forecast, int step) {
        return Math.log(forecast.median(step) / forecast.median(step - 1));
    }

    /** A signed percentage with two significant digits. */
    private static String percent(double logChange) {
        var percent = BigDecimal.valueOf(100 * Math.expm1(logChange));
        var rounded = percent.round(new MathContext(2, RoundingMode.HALF_EVEN));
        return (rounded.signum() > 0 ? "+" : "") + rounded.toPlainString();
    }
}
