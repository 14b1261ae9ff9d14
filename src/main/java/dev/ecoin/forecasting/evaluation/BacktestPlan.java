package dev.ecoin.forecasting.evaluation;

import java.util.List;
import java.util.Objects;

/**
 * Which forecasts a backtest makes. The newest origin lies {@code horizon} days before the series' last day, so that
 * every window can be scored in full; the others lie {@code step} days before each other. Immutable.
 *
 * @param windows origins at most, at least 1; those without enough days before them, half of
 *     them observed, or with no day to score are left out
 * @param step days between origins, at least 1
 * @param horizon days forecast from each origin, at least 1
 * @param trainingDays days up to an origin that it needs, at least 2; with ROLLING also all that it gets
 * @param training which days before an origin are trained on
 * @param update what happens to the model from one origin to the next
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

    /** Which days are trained on. */
    public enum Training {
        /** All days up to the origin. */
        EXPANDING,
        /** The newest days up to the origin. */
        ROLLING
    }

    /** How the model changes from one origin to the next. */
    public enum Update {
        /** A new fit at every origin, with a new selection of the order if the forecaster selects it. */
        REFIT,
        /** One fit at the oldest origin; from there on the state advances and the parameters stay: milliseconds. */
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

    /** All days from the first on, but at least 90; one fit, then advancing; weekly season, 80% and 95% intervals. */
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

    /** The same on the newest days before each origin. */
    public BacktestPlan rolling(int days) {
        return new BacktestPlan(windows, step, horizon, days, Training.ROLLING, update, period, levels);
    }

    /** The same on all days before each origin, of which there must be so many. */
    public BacktestPlan expanding(int days) {
        return new BacktestPlan(windows, step, horizon, days, Training.EXPANDING, update, period, levels);
    }

    /** The same with another way from one origin to the next. */
    public BacktestPlan with(Update newUpdate) {
        return new BacktestPlan(windows, step, horizon, trainingDays, training, newUpdate, period, levels);
    }

    private static void atLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", not " + value);
        }
    }
}
