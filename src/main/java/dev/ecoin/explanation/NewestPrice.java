package dev.ecoin.explanation;

import dev.ecoin.explanation.Anomalies.CheckedDay;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.training.StoredModel;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A coin's newest price against the interval that the model gave the day before, as {@code /anomalies} shows it.
 *
 * @param probability of a price at least as far from the median, on either side
 * @param anomalous whether the price left the interval
 */
public record NewestPrice(
        LocalDate day,
        BigDecimal price,
        BigDecimal lower,
        BigDecimal upper,
        BigDecimal probability,
        boolean anomalous) {

    /**
     * Empty if no day can be checked.
     *
     * @param level coverage of the interval in percent
     */
    public static Optional<NewestPrice> of(StoredModel model, DailySeries series, BigDecimal level) {
        return Anomalies.newest(model, series, level).map(NewestPrice::of);
    }

    private static NewestPrice of(CheckedDay day) {
        return new NewestPrice(day.day(), day.price(), day.lower(), day.upper(), day.probability(), day.anomalous());
    }
}
