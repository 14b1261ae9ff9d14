package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.evaluation.BacktestPlan.Update;
import dev.ecoin.forecasting.sarima.SanityGate;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.SeriesException;
import dev.ecoin.forecasting.series.Transform;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/**
 * Keeps a model from serving that forecasts no prices, or whose order would have done worse in the past than the last
 * price does as a forecast. What a sane forecast is beyond that, {@code SanityGate} has seen to before.
 */
@ApplicationScoped
class Gate {

    private final TrainingConfig config;
    private final Clock clock;

    Gate(TrainingConfig config, Clock clock) {
        if (!(config.gate().worstRatio() > 0)) {
            throw new IllegalArgumentException(
                    "ecoin.training.gate.worst-ratio is " + config.gate().worstRatio() + ", but must be more than 0.");
        }
        this.config = config;
        this.clock = clock;
        // Numbers that no backtest can be made of are told at the start rather than by night.
        standard().plan();
    }

    /** How models are measured unless somebody asks for something else. */
    BacktestRequest standard() {
        var gate = config.gate();
        return new BacktestRequest(gate.windows(), gate.step(), gate.horizon(), Update.ADVANCE);
    }

    /**
     * Judges a model that was fitted to a series.
     *
     * @param name its order or its method
     */
    Verdict judge(FittedModel model, String name, DailySeries series) {
        var fault = Plausibility.fault(model);
        if (fault.isPresent()) {
            return new Verdict(false, fault.get(), null);
        }
        try {
            var measured = Measurement.of(model, name, series, standard(), config.period());
            var json = measured.json(clock.instant());
            var worst = config.gate().worstRatio();
            return measured.ratio() > worst
                    ? new Verdict(false, measured + ", more than " + worst, json)
                    : new Verdict(true, overridden(model, name, series) + measured, json);
        } catch (SeriesException e) {
            return new Verdict(
                    true, overridden(model, name, series) + "not measured on the past: " + e.getMessage(), null);
        }
    }

    /** What the request overrode, with a separator; empty if nothing. */
    private static String overridden(FittedModel model, String name, DailySeries series) {
        return model.isOutsideGate()
                ? SanityGate.DAILY_PRICES
                        .fault(model, series, Transform.LOG)
                        .map(fault -> name + " " + fault + ", which override_limits allows; ")
                        .orElse("")
                : "";
    }
}
