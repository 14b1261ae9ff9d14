package dev.ecoin.forecasting.evaluation;

import java.util.List;
import java.util.Objects;

/**
 * The forecasts that a backtest makes. The latest origin is {@code horizon} days before the last day of the series, so
 * that every window can be scored in full; consecutive origins are {@code step} days apart. Immutable.
 *
 * @param windows maximum number of origins, at least 1; an origin is skipped if it has too few days before it, if fewer
 *     than half of those are observed, or if none of its days can be scored
 * @param step days between origins, at least 1
 * @param horizon days forecast from each origin, at least 1
 * @param trainingDays minimum number of days up to an origin, at least 2; with ROLLING also the maximum
 * @param training which days before an origin are used for training
 * @param update how the model changes from one origin to the next
 * @param period days in a season, at least 1: for the seasonal naive forecast and the scale of MASE and MSIS
 * @param levels coverage of the prediction intervals in percent, each strictly between 0 and 100
 */
public record BacktestPlan(
        int windows,
        int step,
        int horizon,
        int trainingDays,
        Training training,
        Update update,
        int period,
        List<Double> levels) {

    /** Which days are used for training. */
    public enum Training {
        /** All days up to the origin. */
        EXPANDING,
        /** The latest {@code trainingDays} days up to the origin. */
        ROLLING
    }

    /** How the model changes from one origin to the next. */
    public enum Update {
        /** A new fit at every origin, including the order if the forecaster selects it. */
        REFIT,
        /** One fit at the oldest origin. Later origins only advance the state, which takes milliseconds. */
        ADVANCE
    }

    private static final int DEFAULT_TRAINING_DAYS = 90;
    private static final int WEEK = 7;
    private static final List<Double> DEFAULT_LEVELS = List.of(80.0, 95.0);

    public BacktestPlan {
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(update, "update");
        levels = List.copyOf(levels);
        atLeast(1, windows, "windows");
        atLeast(1, step, "step");
        atLeast(1, horizon, "horizon");
        atLeast(2, trainingDays, "training days");
        atLeast(1, period, "period");
        for (double level : levels) {
            if (!(level > 0 && level < 100)) {
                throw new IllegalArgumentException("a level must be strictly between 0 and 100 percent, not " + level);
            }
        }
    }

    /**
     * A plan with an expanding window of at least 90 days, one fit that advances, a weekly season, and 80% and 95%
     * intervals.
     */
    public static BacktestPlan of(int windows, int step, int horizon) {
        return new BacktestPlan(
                windows,
                step,
                horizon,
                DEFAULT_TRAINING_DAYS,
                Training.EXPANDING,
                Update.ADVANCE,
                WEEK,
                DEFAULT_LEVELS);
    }

    /** The same plan with a rolling window of {@code days} days. */
    public BacktestPlan rolling(int days) {
        return new BacktestPlan(windows, step, horizon, days, Training.ROLLING, update, period, levels);
    }

    /** The same plan with an expanding window of at least {@code days} days. */
    public BacktestPlan expanding(int days) {
        return new BacktestPlan(windows, step, horizon, days, Training.EXPANDING, update, period, levels);
    }

    /** The same plan with another update. */
    public BacktestPlan with(Update newUpdate) {
        return new BacktestPlan(windows, step, horizon, trainingDays, training, newUpdate, period, levels);
    }

    private static void atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }
}
