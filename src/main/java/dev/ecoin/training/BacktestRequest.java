package dev.ecoin.training;

import dev.ecoin.forecasting.evaluation.BacktestPlan;
import dev.ecoin.forecasting.evaluation.BacktestPlan.Update;
import dev.ecoin.runs.RunRequest;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/**
 * Settings of a backtest of a model.
 *
 * @param windows maximum number of origins
 * @param step days between origins
 * @param horizon days forecast from each origin
 * @param update whether parameters are estimated at every origin, or once at the oldest
 */
record BacktestRequest(int windows, int step, int horizon, Update update) {

    /** Limits that keep a run from delaying others for long. */
    static final int MOST_WINDOWS = 500;

    static final int MOST_REFITS = 100;
    static final int LONGEST_STEP = 365;
    static final int LONGEST_HORIZON = 365;

    private static final String WINDOWS = "windows";
    private static final String STEP = "step";
    private static final String HORIZON = "horizon";
    private static final String UPDATE = "update";

    /** Reads the output of {@link #json}; missing fields are taken from the given request. */
    static BacktestRequest of(JsonObject json, BacktestRequest other) {
        return new BacktestRequest(
                json.getInteger(WINDOWS, other.windows),
                json.getInteger(STEP, other.step),
                json.getInteger(HORIZON, other.horizon),
                Update.valueOf(json.getString(UPDATE, label(other.update)).toUpperCase(Locale.ROOT)));
    }

    /** @param by name of the requester */
    RunRequest run(String coin, String by) {
        return RunRequest.of(TrainingKind.BACKTEST.label(), coin, json().encode(), by);
    }

    JsonObject json() {
        return new JsonObject()
                .put(WINDOWS, windows)
                .put(STEP, step)
                .put(HORIZON, horizon)
                .put(UPDATE, label(update));
    }

    BacktestPlan plan() {
        return BacktestPlan.of(windows, step, horizon).with(update);
    }

    static String label(Update update) {
        return update.name().toLowerCase(Locale.ROOT);
    }
}
