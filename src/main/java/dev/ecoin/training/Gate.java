package dev.ecoin.training;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.evaluation.Backtest;
import dev.ecoin.forecasting.evaluation.BacktestPlan.Update;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.SeriesException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Locale;

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
        var request = standard();
        try {
            var result = Backtest.run(Contender.of(model, config.period()), series, request.plan());
            var ratio = result.maseAgainstNaive();
            var json = BacktestJson.of(result, name, request, clock.instant());
            var measured = String.format(
                    Locale.ROOT,
                    "its error is %.3f of naive's in %d windows of %d days",
                    ratio,
                    result.origins().size(),
                    request.horizon());
            if (Double.isNaN(ratio)) {
                return new Verdict(true, "its error cannot be put against naive's, which makes none", json);
            }
            return ratio <= config.gate().worstRatio()
                    ? new Verdict(true, measured, json)
                    : new Verdict(
                            false, measured + ", more than " + config.gate().worstRatio(), json);
        } catch (SeriesException e) {
            return new Verdict(true, "not measured on the past: " + e.getMessage(), null);
        }
    }
}
