package dev.ecoin.alerts;

import dev.ecoin.accuracy.Drift;
import dev.ecoin.configuration.Currency;
import dev.ecoin.explanation.NewestPrice;
import dev.ecoin.forecasting.ForecastDistribution;
import dev.ecoin.forecasting.evaluation.PastModels.PastDay;
import dev.ecoin.forecasting.paths.ModelledSeries;
import dev.ecoin.forecasting.paths.PathSimulator;
import dev.ecoin.risk.Chances;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/** The state of a coin on a past day, as far as prices alone determine it. */
record PastSituation(String coin, Currency currency, PastDay past, double lastPrice, int longestHorizon)
        implements Situation, Situation.Outlook {

    /** Gives probabilities a standard error of 1 to 2%, which is small compared with their differences between days. */
    static final int PATHS = 1_000;

    @Override
    public LocalDate today() {
        return past.day();
    }

    @Override
    public Optional<LocalDate> lastDay() {
        return Optional.of(past.day());
    }

    @Override
    public Optional<Outlook> outlook() {
        return Optional.of(this);
    }

    @Override
    public LocalDate origin() {
        return past.day();
    }

    @Override
    public ForecastDistribution distribution(int days) {
        return past.model().distribution(days);
    }

    @Override
    public BigDecimal touch(int days, BigDecimal above, BigDecimal below) {
        var paths = PathSimulator.of(new ModelledSeries(past.model(), past.known()))
                .simulate(days, PATHS, past.day().toEpochDay());
        return Chances.touch(paths, above, below);
    }

    @Override
    public Optional<NewestPrice> newest(BigDecimal level) {
        return Optional.empty();
    }

    @Override
    public Drift drift() {
        throw new UnsupportedOperationException("prices alone do not tell of drift");
    }

    @Override
    public Optional<String> rejection() {
        return Optional.empty();
    }

    @Override
    public Optional<String> standIn() {
        return Optional.empty();
    }
}
