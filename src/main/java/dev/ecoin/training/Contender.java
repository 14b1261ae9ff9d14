package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaModel;

/** What fits a given model's order to another part of history. */
final class Contender {

    private Contender() {}

    /**
     * A forecaster of the model's order, with its constant and on its scale: the order is what is measured, not the way
     * it was found.
     *
     * @param period days in a season, for a baseline that has one
     */
    static Forecaster of(FittedModel model, int period) {
        if (model instanceof SarimaModel sarima) {
            return SarimaForecaster.of(sarima.order())
                    .with(sarima.constant())
                    .on(sarima.transform())
                    .calibratedIntervals();
        }
        if (model instanceof BaselineModel baseline) {
            return new BaselineForecaster(baseline.baseline().method(), period, baseline.transform(), true);
        }
        throw new IllegalArgumentException("nothing fits " + model.getClass().getName());
    }
}
