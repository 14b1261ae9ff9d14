package dev.ecoin.forecasting.evaluation;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.Interruption;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.SeriesException;
import java.time.LocalDate;
import java.util.function.Consumer;

/**
 * The models that would have stood on past days, each made of the days up to its own: parameters and limits are estimated
 * every {@value #REFIT_DAYS} days, and the model advances day by day in between, as a service does that trains now and then.
 * Which days are estimated on does not depend on where the replay begins.
 */
public final class PastModels {

    /** Days from one estimate to the next. */
    public static final int REFIT_DAYS = 30;

    /** Days that an estimate looks back at most. */
    public static final int TRAINING_DAYS = 1_461;

    /** Days with a value that an estimate needs. */
    public static final int FEWEST_DAYS = 180;

    private PastModels() {}

    /**
     * A day of the past.
     *
     * @param model its origin is the day
     * @param known the days that it was estimated on, and those since
     */
    public record PastDay(LocalDate day, FittedModel model, DailySeries known) {}

    /**
     * Goes through past days in their order.
     *
     * @param forecaster of the models; an order that was selected on later days is a look ahead, however small
     * @param from days before it, and days without a value or with fewer than {@value #FEWEST_DAYS} up to them, are left out
     * @param to the last day
     * @throws SeriesException if the forecaster admits no model of a day
     */
    public static void replay(
            Forecaster forecaster, DailySeries series, LocalDate from, LocalDate to, Consumer<PastDay> each) {
        FittedModel model = null;
        var last = to.isBefore(series.end()) ? to : series.end();
        for (var day = begin(series, from); !day.isAfter(last); day = day.plusDays(1)) {
            Interruption.check();
            if (!series.lastObserved(day).equals(day)) {
                continue;
            }
            if (model == null || refits(model.origin(), day)) {
                var estimated = estimateDay(series, day);
                model = forecaster.fit(known(series, estimated));
            }
            if (model.origin().isBefore(day)) {
                model = model.advance(series.between(model.origin().plusDays(1), day));
            }
            if (!day.isBefore(from)) {
                each.accept(new PastDay(day, model, known(series, day)));
            }
        }
    }

    /** The first day from that date on with enough values before it. */
    private static LocalDate begin(DailySeries series, LocalDate from) {
        var observed = 0;
        var day = series.start();
        while (observed < FEWEST_DAYS && !day.isAfter(series.end())) {
            observed += series.lastObserved(day).equals(day) ? 1 : 0;
            day = observed < FEWEST_DAYS ? day.plusDays(1) : day;
        }
        return day.isBefore(from) ? from : day;
    }

    /** Whether a day of estimation lies between two days. */
    private static boolean refits(LocalDate before, LocalDate day) {
        return Math.floorDiv(before.toEpochDay(), REFIT_DAYS) < Math.floorDiv(day.toEpochDay(), REFIT_DAYS);
    }

    /** The newest day of estimation up to a day, or the day itself where too little is known by then. */
    private static LocalDate estimateDay(DailySeries series, LocalDate day) {
        var due = LocalDate.ofEpochDay(Math.floorDiv(day.toEpochDay(), REFIT_DAYS) * (long) REFIT_DAYS);
        if (due.isBefore(series.start())) {
            return day;
        }
        var known = known(series, due);
        return known.size() - known.missing() < FEWEST_DAYS ? day : series.lastObserved(due);
    }

    private static DailySeries known(DailySeries series, LocalDate day) {
        var from = day.minusDays(TRAINING_DAYS - 1L);
        return series.between(from.isBefore(series.start()) ? series.start() : from, day);
    }
}
