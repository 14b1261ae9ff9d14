package dev.ecoin.explanation;

import dev.ecoin.configuration.Currency;
import dev.ecoin.database.DatabaseAway;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.explanation.Anomalies.CheckedDay;
import dev.ecoin.logging.LogFields;
import dev.ecoin.prices.CoinMeters;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.training.ModelRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Checks the latest price of each coin after a crawl, and warns once about a price outside its interval. */
@ApplicationScoped
public class AnomalyWatch {

    private static final Logger LOG = Logger.getLogger(AnomalyWatch.class);
    private static final BigDecimal LEVEL = BigDecimal.valueOf(99);

    private final ModelRepository models;
    private final PriceRepository prices;
    private final JobDatabase database;
    private final CoinMeters meters;
    private final Currency currency;
    private final MultiGauge probabilities;
    private final Map<String, LocalDate> warned = new ConcurrentHashMap<>();

    AnomalyWatch(
            ModelRepository models,
            PriceRepository prices,
            JobDatabase database,
            CoinMeters meters,
            Currency currency,
            MeterRegistry metrics) {
        this.models = models;
        this.prices = prices;
        this.database = database;
        this.meters = meters;
        this.currency = currency;
        probabilities = MultiGauge.builder("ecoin.anomaly.probability")
                .description("Probability of a newest price at least as far from the one-day forecast as it is")
                .register(metrics);
    }

    /** Checks all coins with a model; blocks. A failure for one coin is logged and retried next time. */
    public void look() {
        look(() -> false);
    }

    /**
     * Like {@link #look()}, but can be stopped.
     *
     * @param isEnding checked before each coin; once true, the remaining coins are left to the next call
     */
    public void look(BooleanSupplier isEnding) {
        look(coin -> true, this::warn, isEnding);
    }

    /** Updates the gauges without warnings, on replicas that did not fetch the prices; blocks. */
    public void show() {
        look(meters::shows, (coin, newest) -> {}, () -> false);
    }

    private void look(Predicate<String> wanted, BiConsumer<String, CheckedDay> told, BooleanSupplier isEnding) {
        var rows = new ArrayList<Row<?>>();
        var coins = database.transaction(models::origins).keySet().stream()
                .filter(wanted)
                .toList();
        for (var coin : coins) {
            if (isEnding.getAsBoolean()) {
                return;
            }
            try {
                var model = database.transaction(session -> models.active(session, coin));
                var series = database.transaction(session -> prices.series(session, coin));
                if (model.isPresent() && series.isPresent()) {
                    Anomalies.newest(model.get(), series.get(), LEVEL).ifPresent(newest -> {
                        rows.add(Row.of(Tags.of("coin", coin), newest.probability()));
                        LogFields.ofCoin(coin, () -> told.accept(coin, newest));
                    });
                }
            } catch (DatabaseAway e) {
                // An outage affects the other coins as well.
                throw e;
            } catch (RuntimeException e) {
                LOG.warnf("The newest price of %s was not checked for an anomaly: %s", coin, e);
            }
        }
        probabilities.register(rows, true);
    }

    private void warn(String coin, CheckedDay newest) {
        if (newest.anomalous() && !newest.day().equals(warned.put(coin, newest.day()))) {
            LOG.warnf(
                    "The price of %s on %s, %s %s, is outside the %s%% interval from %s to %s given the day before"
                            + " (probability %s). See /coins/%s/anomalies",
                    coin,
                    newest.day(),
                    newest.price().toPlainString(),
                    currency,
                    LEVEL,
                    newest.lower().toPlainString(),
                    newest.upper().toPlainString(),
                    newest.probability().toPlainString(),
                    coin);
        }
    }
}
