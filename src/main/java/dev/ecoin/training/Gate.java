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
 * Rejects models of any family that forecast no prices, whose forecasts or limits exceed what history allows, or whose
 * order has past forecasts worse than the last price.
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
        // Fail fast on settings that do not allow a backtest.
        standard().plan();
    }

    /** The default backtest. */
    BacktestRequest standard() {
        var gate = config.gate();
        return new BacktestRequest(gate.windows(), gate.step(), gate.horizon(), Update.ADVANCE);
    }

    /**
     * Judges a model fitted to a series.
     *
     * @param name its order or its method
     */
    Verdict judge(FittedModel model, String name, DailySeries series) {
        var fault = Plausibility.fault(model);
        if (fault.isPresent()) {
            return new Verdict(false, fault.get(), null);
        }
        var excess = SanityGate.DAILY_PRICES.fault(model, series, Transform.LOG).map(text -> name + " " + text);
        if (excess.isPresent() && !model.isOutsideGate()) {
            return new Verdict(false, excess.get(), null);
        }
        var overridden =
                excess.map(text -> text + ", which override_limits allows; ").orElse("");
        try {
            var measured = Measurement.of(model, name, series, standard());
            var json = measured.json(clock.instant());
            var worst = config.gate().worstRatio();
            return measured.ratio() > worst
                    ? new Verdict(false, measured + ", more than " + worst, json)
                    : new Verdict(true, overridden + measured, json);
        } catch (SeriesException e) {
            return new Verdict(true, overridden + "not measured on the past: " + e.getMessage(), null);
        }
    }
}
