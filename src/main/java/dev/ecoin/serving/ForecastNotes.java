package dev.ecoin.serving;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.training.StoredModel;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What users stumble over in a forecast, said in plain language beside it. Whether a forecast is flat or straight is read
 * off its prices as shown, so it holds for every family of models; the model's name then says why.
 */
final class ForecastNotes {

    /** Fewer equal days at the end do not look like a line. */
    private static final int SHORTEST_LINE = 3;

    /** How far, in logarithms, the change from day to day may differ along a straight line: rounding noise. */
    private static final double STRAIGHT = 1e-9;

    /** Limits that widen by less than this over the days asked for do not look it. */
    private static final double WIDER = 1.01;

    private static final String RANDOM_WALK = "(0,1,0)";

    private ForecastNotes() {}

    /**
     * The notes on a forecast, the most important first.
     *
     * @param staleAfter days that the origin may lie behind today without being remarked upon
     */
    static List<String> of(StoredModel model, Forecast forecast, LocalDate today, int staleAfter) {
        var notes = new ArrayList<String>();
        model.standsInFor()
                .ifPresent(corrupt -> notes.add(
                        ("The active model, %d in its state of %s, cannot be read (%s). This forecast comes from the newest"
                                        + " intact one; the next crawl or training replaces it.")
                                .formatted(corrupt.model(), corrupt.origin(), corrupt.reason())));
        if (model.fallback() != null) {
            notes.add("The baseline '%s' stands in for a SARIMA model, because %s: %s."
                    .formatted(model.name(), model.fallback(), whatItDoes(model.name())));
        }
        if (model.fitted() != null && model.fitted().isOutsideGate()) {
            notes.add(
                    ("The forecasts of the model %s or their limits leave what the price's history allows. It serves all the"
                                    + " same because an operator overrode that check.")
                            .formatted(model.name()));
        }
        var age = ChronoUnit.DAYS.between(model.origin(), today);
        if (age > staleAfter) {
            notes.add(
                    ("The model's last observation, on %s, is %d days old: newer prices have not come or not been taken"
                                    + " in yet. Days up to today are forecasts too, and the uncertainty has grown since.")
                            .formatted(model.origin(), age));
        }
        var line = lineAtTheEnd(forecast);
        if (differences(model.name()) > 1 && line > 0) {
            notes.add(lastSlope(model, forecast));
        } else if (line == 0) {
            notes.add(flatFromTheStart(model, forecast));
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
                notes.add(("The forecast is a straight line: beside its drift of %s %% a day, the mean of the past, the"
                                + " model expects no change. A past drift of coin prices is a weak guide to the next one.")
                        .formatted(percent(growth)));
            }
        }
        return List.copyOf(notes);
    }

    private static String flatFromTheStart(StoredModel model, Forecast forecast) {
        var price = PriceDigits.round(forecast.median(0)).toPlainString();
        return switch (model.name()) {
            case RANDOM_WALK, "naive" ->
                ("The forecast is flat at the last price, %s USD: the model is a random walk, in which rises and falls are"
                                + " equally likely whatever went before. For daily coin prices that is hard to beat%s.")
                        .formatted(
                                price,
                                widens(forecast, 0)
                                        ? "; what the model knows is in the limits, which widen with the square root of the"
                                                + " time"
                                        : "");
            case "mean" ->
                "The forecast is flat at the typical price of the past, %s USD: the model is a constant mean."
                        .formatted(price);
            default ->
                ("The forecast is flat at %s USD: the model %s sees nothing in the latest prices that would move the days"
                                + " asked for.")
                        .formatted(price, model.name());
        };
    }

    /** What a baseline does, to end a sentence. */
    private static String whatItDoes(String baseline) {
        return switch (baseline) {
            case "naive" -> "every forecast is the last price";
            case "drift" -> "the forecast goes on from the last price by the mean change of the past";
            case "seasonal_naive" -> "the last season repeats";
            default -> "the baseline '%s' forecasts".formatted(baseline);
        };
    }

    /** How often a model differences, ordinarily and seasonally; 0 for a baseline. */
    private static int differences(String name) {
        if (!name.startsWith("(")) {
            return 0;
        }
        var order = SarimaOrder.parse(name);
        return order.d() + order.D();
    }

    private static String lastSlope(StoredModel model, Forecast forecast) {
        var last = forecast.horizon() - 1;
        return ("The model %s takes differences twice: it goes on with the latest slope of the prices, %s %% a day at the end"
                        + " of this forecast, which the next few days may turn.")
                .formatted(model.name(), percent(change(forecast, last)));
    }

    /** Whether there are limits, and those at the end are wider, as ratios, than those of a step. */
    private static boolean widens(Forecast forecast, int step) {
        return forecast.levels().length > 0 && width(forecast, forecast.horizon() - 1) > WIDER * width(forecast, step);
    }

    private static double width(Forecast forecast, int step) {
        return Math.log(forecast.upper(0, step) / forecast.lower(0, step));
    }

    /** The first step of those at the end whose prices, as shown, are all the same. */
    private static int lineAtTheEnd(Forecast forecast) {
        var step = forecast.horizon() - 1;
        var last = PriceDigits.round(forecast.median(step));
        while (step > 0 && PriceDigits.round(forecast.median(step - 1)).equals(last)) {
            step--;
        }
        return step;
    }

    /** The log change a day if it is the same on all days, else 0. */
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

    /** With its sign, to two significant digits. */
    private static String percent(double logChange) {
        var percent = BigDecimal.valueOf(100 * Math.expm1(logChange));
        var rounded = percent.round(new MathContext(2, RoundingMode.HALF_EVEN));
        return (rounded.signum() > 0 ? "+" : "") + rounded.toPlainString();
    }
}
