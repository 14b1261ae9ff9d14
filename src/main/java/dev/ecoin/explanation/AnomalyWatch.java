package dev.ecoin.explanation;

import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.http.DateRange;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.training.ModelRepository;
import dev.ecoin.training.Patience;
import dev.ecoin.training.StoredModel;
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
import org.jboss.logging.Logger;

/** Looks at the newest price of each coin after prices have come, and warns once of a day that left its interval. */
@ApplicationScoped
public class AnomalyWatch {

    private static final Logger LOG = Logger.getLogger(AnomalyWatch.class);
    private static final BigDecimal LEVEL = BigDecimal.valueOf(99);
    private static final DateRange NO_DAY = new DateRange(LocalDate.MAX, LocalDate.MAX);

    private final ModelRepository models;
    private final PriceRepository prices;
    private final Patience database;
    private final MultiGauge probabilities;
    private final Map<String, LocalDate> warned = new ConcurrentHashMap<>();

    AnomalyWatch(ModelRepository models, PriceRepository prices, Patience database, MeterRegistry metrics) {
        this.models = models;
        this.prices = prices;
        this.database = database;
        probabilities = MultiGauge.builder("ecoin.anomaly.probability")
                .description("Probability of a newest price at least as far from the one-day forecast as it is")
                .register(metrics);
    }

    /** Looks at all coins that have a model; blocks. What fails for one is logged and left to the next time. */
    public void look() {
        var rows = new ArrayList<Row<?>>();
        for (var coin : database.await(models.origins()).keySet()) {
            try {
                var model = database.await(models.active(coin));
                var series = database.await(prices.series(coin));
                if (model.isPresent() && series.isPresent()) {
                    look(model.get(), series.get(), rows);
                }
            } catch (RuntimeException e) {
                LOG.warnf("The newest price of %s was not looked at: %s", coin, e);
            }
        }
        probabilities.register(rows, true);
    }

    private void look(StoredModel model, DailySeries series, ArrayList<Row<?>> rows) {
        var newest = Anomalies.of(model, series, LEVEL, NO_DAY).newest();
        if (newest == null) {
            return;
        }
        rows.add(Row.of(Tags.of("coin", model.coin()), newest.probability()));
        if (newest.anomalous() && !newest.day().equals(warned.put(model.coin(), newest.day()))) {
            LOG.warnf(
                    "The price of %s on %s, %s USD, is outside the %s%% interval from %s to %s given the day before"
                            + " (probability %s). See /coins/%s/anomalies",
                    model.coin(),
                    newest.day(),
                    newest.price().toPlainString(),
                    LEVEL,
                    newest.lower().toPlainString(),
                    newest.upper().toPlainString(),
                    newest.probability().toPlainString(),
                    model.coin());
        }
    }
}
