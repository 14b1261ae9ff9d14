package dev.ecoin.alerts;

import dev.ecoin.accuracy.Drift;
import dev.ecoin.configuration.Currency;
import dev.ecoin.explanation.NewestPrice;
import dev.ecoin.forecasting.ForecastDistribution;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/** The data on a coin that conditions evaluate, as of today or of a past day. Each part is read on demand. */
public interface Situation {

    String coin();

    Currency currency();

    /** In UTC. */
    LocalDate today();

    /** The last day with a price. */
    Optional<LocalDate> lastDay();

    /** The active model's forecast; empty if the coin has no model, or no price at the model's origin. */
    Optional<Outlook> outlook();

    /** The newest price compared with the interval, of a coverage in percent, that was forecast the day before. */
    Optional<NewestPrice> newest(BigDecimal level);

    /** Whether the drift alarms of one-day forecasts are raised. */
    Drift drift();

    /** Why the newest trained model was rejected; empty if it was not, or the coin was never trained. */
    Optional<String> rejection();

    /** Why a baseline or an older state serves instead of a SARIMA model; empty if none does. */
    Optional<String> standIn();

    /** A model's forecast. */
    interface Outlook {

        /** Day of the last observation. */
        LocalDate origin();

        /** Price of the origin. */
        double lastPrice();

        /** Distribution of the price a number of days after the origin. */
        ForecastDistribution distribution(int days);

        /** Probability of {@code /touch} that the price reaches a bound within a number of days; null where there is no bound. */
        BigDecimal touch(int days, BigDecimal above, BigDecimal below);

        /** Days that are forecast. */
        int longestHorizon();
    }
}
