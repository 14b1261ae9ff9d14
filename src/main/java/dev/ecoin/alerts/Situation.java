package dev.ecoin.alerts;

import dev.ecoin.accuracy.Drift;
import dev.ecoin.configuration.Currency;
import dev.ecoin.explanation.NewestPrice;
import dev.ecoin.forecasting.ForecastDistribution;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/** What is known of a coin when a condition is looked at: today, or as of a day of the past. Each part is read when asked for. */
public interface Situation {

    String coin();

    Currency currency();

    /** In UTC. */
    LocalDate today();

    /** The last day with a price. */
    Optional<LocalDate> lastDay();

    /** What the active model forecasts; empty if the coin has no model, or the price of its origin is gone. */
    Optional<Outlook> outlook();

    /** The newest price against what the model gave the day before, by an interval of a coverage in percent. */
    Optional<NewestPrice> newest(BigDecimal level);

    /** Whether one-day forecasts have become worse. */
    Drift drift();

    /** Why the newest training's model was rejected; empty if it was not, or the coin was never trained. */
    Optional<String> rejection();

    /** Why a baseline or an older state serves instead of a SARIMA model; empty if none does. */
    Optional<String> standIn();

    /** What a model forecasts. */
    interface Outlook {

        /** Day of the last observation. */
        LocalDate origin();

        /** Price of the origin. */
        double lastPrice();

        /** Of the price so many days after the origin. */
        ForecastDistribution distribution(int days);

        /** Probability, as {@code /touch} shows it, that a price comes to a bound within so many days; null for no bound. */
        BigDecimal touch(int days, BigDecimal above, BigDecimal below);

        /** Days that are forecast. */
        int longestHorizon();
    }
}
