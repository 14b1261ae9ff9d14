package dev.ecoin.explanation;

import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.decomposition.Components;
import dev.ecoin.forecasting.decomposition.Stl;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import dev.ecoin.serving.ServedModel;
import dev.ecoin.training.StoredModel;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decomposes log prices by {@link Stl}. The history is decomposed robustly, so that a crash affects neither level nor
 * pattern; the forecast by itself, so that it shows only how the model continues. A random walk's forecast is all
 * level. The effect of the last days' errors, which does not recur, is the forecast's remainder.
 *
 * <p>Each is decomposed as a whole, so that a day's components do not depend on the requested range.
 */
final class Explainer {

    static final int LONGEST_HORIZON = 365;

    private static final int WEEK = 7;

    /** A year; with fewer weeks the pattern follows the noise of weak seasons. */
    private static final int WEEKS = 53;

    private static final Stl HISTORY = new Stl(WEEK, WEEKS, true);
    private static final Stl FORECAST = new Stl(WEEK, WEEKS, false);
    private static final MathContext STRENGTH_DIGITS = new MathContext(3);

    private Explainer() {}

    /**
     * Explains days of the past and of the forecast.
     *
     * @param series all prices of the coin
     * @param from first day of the history to show, {@code to} the last one; none if that is before {@code from}
     * @param horizon days of the forecast to show, up to {@link #LONGEST_HORIZON}
     */
    static Explanation explain(
            StoredModel model, Currency currency, DailySeries series, LocalDate from, LocalDate to, int horizon) {
        var history = HISTORY.decompose(Transform.LOG.apply(series.values()));
        return new Explanation(
                model.coin(),
                currency,
                ServedModel.of(model),
                strength(history.trendStrength()),
                strength(history.seasonalStrength()),
                horizon == 0 ? List.of() : model.fitted().intervals().notes(horizon),
                past(model, series, history, from, to),
                horizon == 0 ? List.of() : toCome(model.fitted().forecast(LONGEST_HORIZON), horizon));
    }

    private static List<ExplainedDay> past(
            StoredModel model, DailySeries series, Components components, LocalDate from, LocalDate to) {
        var fits = model.fitted().oneStep(series);
        var first = Math.max(0, ChronoUnit.DAYS.between(series.start(), from));
        var last = Math.min(series.size() - 1L, ChronoUnit.DAYS.between(series.start(), to));
        return IntStream.rangeClosed((int) Math.min(first, series.size()), (int) Math.max(last, -1))
                .mapToObj(i -> ExplainedDay.past(fits.day(i), series.value(i), components, i, fits.median(i)))
                .toList();
    }

    private static List<ExplainedDay> toCome(Forecast forecast, int horizon) {
        var components = FORECAST.decompose(Transform.LOG.apply(forecast.median()));
        return IntStream.range(0, horizon)
                .mapToObj(step -> ExplainedDay.toCome(forecast.day(step), forecast.median(step), components, step))
                .toList();
    }

    private static BigDecimal strength(double strength) {
        return BigDecimal.valueOf(strength).round(STRENGTH_DIGITS);
    }
}
