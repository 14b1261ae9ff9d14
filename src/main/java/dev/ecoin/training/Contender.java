package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.intervals.CalibratedIntervals;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaModel;

/** What fits a given model's order to another part of history. */
final class Contender {

    private Contender() {}

    /**
     * A forecaster of the model's order, with its constant, on its scale and with its kind of intervals: the order is what is measured, not the way
     * it was found.
     *
     * @param period days in a season, for a baseline that has one
     */
    static Forecaster of(FittedModel model, int period) {
        if (model instanceof SarimaModel sarima) {
            var forecaster =
                    SarimaForecaster.of(sarima.order()).with(sarima.constant()).on(sarima.transform());
            return isCalibrated(sarima.intervals()) ? forecaster.calibratedIntervals() : forecaster;
        }
        if (model instanceof BaselineModel baseline) {
            return new BaselineForecaster(
                    baseline.baseline().method(), period, baseline.transform(), isCalibrated(baseline.intervals()));
        }
        throw new IllegalArgumentException("nothing fits " + model.getClass().getName());
    }

    private static boolean isCalibrated(Intervals intervals) {
        return intervals instanceof CalibratedIntervals;
    }
}
