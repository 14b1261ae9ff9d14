package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.series.DailySeries;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps models that are worse than none from serving. */
@ApplicationScoped
class Gate {

    /** Judges a model that a forecaster has fitted to a series. */
    Verdict judge(FittedModel model, Forecaster forecaster, DailySeries series) {
        var fault = Plausibility.fault(model);
        if (fault.isPresent()) {
            return new Verdict(false, fault.get(), null);
        }
        return new Verdict(true, null, null);
    }
}
