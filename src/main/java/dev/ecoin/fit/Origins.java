package dev.ecoin.fit;

import dev.ecoin.forecasting.evaluation.BacktestPlan;
import dev.ecoin.forecasting.evaluation.BacktestPlan.Training;
import dev.ecoin.forecasting.evaluation.BacktestPlan.Update;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The origins of a backtest.
 *
 * @param windows maximum number of origins, the latest ones that can be scored in full
 * @param step between origins
 * @param training minimum number of steps up to an origin
 * @param rolling whether that is also the maximum
 * @param refit whether to estimate parameters at each origin; otherwise once, at the oldest
 */
public record Origins(int windows, int step, int training, boolean rolling, boolean refit) implements Serializable {

    /** Twelve origins, two weeks apart, with at least 90 steps before each. */
    public static final Origins STANDARD = new Origins(12, 14, 90, false, false);

    /**
     * Over the horizon, the period and the levels of a request.
     *
     * @throws IllegalArgumentException if a number is outside its range
     */
    public BacktestPlan plan(FitRequest request) {
        return new BacktestPlan(
                windows,
                step,
                request.horizon(),
                training,
                rolling ? Training.ROLLING : Training.EXPANDING,
                refit ? Update.REFIT : Update.ADVANCE,
                request.period(),
                Arrays.stream(request.levels()).boxed().toList());
    }
}
