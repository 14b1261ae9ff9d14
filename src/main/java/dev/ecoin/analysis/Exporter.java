package dev.ecoin.analysis;

import dev.ecoin.configuration.Currency;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.prices.UnknownCoin;
import dev.ecoin.serving.ServingConfig;
import dev.ecoin.training.ModelRepository;
import dev.ecoin.training.StoredModel;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Streams prices, features and forecasts row by row, as text for analysts' tools. */
@ApplicationScoped
public class Exporter {

    private static final int DEFAULT_HORIZON = 30;
    private static final double[] LEVELS = {80, 95};
    private static final List<String> FORECAST_COLUMNS = List.of(
            "coin",
            "model",
            "order",
            "origin",
            "date",
            "horizon",
            "median",
            "lower_80",
            "upper_80",
            "lower_95",
            "upper_95");

    private final AnalysisRepository analyses;
    private final CoinRepository coins;
    private final ModelRepository models;
    private final ServingConfig serving;
    private final Currency currency;
    private final JobDatabase database;

    Exporter(
            AnalysisRepository analyses,
            CoinRepository coins,
            ModelRepository models,
            ServingConfig serving,
            Currency currency,
            JobDatabase database) {
        this.analyses = analyses;
        this.coins = coins;
        this.models = models;
        this.serving = serving;
        this.currency = currency;
        this.database = database;
    }

    /**
     * Writes the selected rows by coin and day; blocks. Forecasts cover {@value #DEFAULT_HORIZON} days after each
     * model's origin, or the days up to the end of the selected range, within the serving limit. Coins without a model
     * are left out.
     *
     * @param out is not closed
     * @return the number of rows
     * @throws dev.ecoin.http.ProblemException if a coin is unknown; nothing is written then
     */
    public long export(Dataset dataset, Selection selection, RowFormat format, OutputStream out) throws IOException {
        check(selection);
        return write(format, out, consumer -> {
            switch (dataset) {
                case PRICES -> analyses.prices(selection, consumer);
                case FEATURES -> analyses.all(Analysis.FEATURES, selection, consumer);
                case FORECASTS -> forecasts(selection, consumer);
            }
        });
    }

    /** Writes all selected rows of an analysis; blocks. */
    public long analyse(Analysis analysis, Selection selection, RowFormat format, OutputStream out) throws IOException {
        return write(format, out, consumer -> analyses.all(analysis, selection, consumer));
    }

    /** Passes all selected rows of an analysis to a consumer; blocks. */
    public void analyse(Analysis analysis, Selection selection, TableConsumer consumer) throws IOException {
        analyses.all(analysis, selection, consumer);
    }

    @FunctionalInterface
    private interface Rows {
        void to(TableConsumer consumer) throws IOException;
    }

    private long write(RowFormat format, OutputStream out, Rows all) throws IOException {
        var count = new AtomicLong();
        try (var writer = format.writer(out)) {
            all.to(part -> {
                writer.write(part.with("currency", currency.code()));
                writer.flush();
                count.addAndGet(part.rows().size());
            });
        }
        return count.get();
    }

    /** @throws dev.ecoin.http.ProblemException if a coin of the selection is unknown */
    void check(Selection selection) {
        if (!selection.coins().isEmpty()) {
            var known = database.transaction(coins::allIds);
            for (var coin : selection.coins()) {
                if (!known.contains(coin)) {
                    throw UnknownCoin.problem(coin, known);
                }
            }
        }
    }

    private void forecasts(Selection selection, TableConsumer consumer) throws IOException {
        // Also without rows, to pass on the columns.
        consumer.accept(new Table(FORECAST_COLUMNS, List.of()));
        Collection<String> ids = selection.coins().isEmpty()
                ? database.transaction(models::origins).keySet()
                : selection.coins();
        for (var coin : ids) {
            var model = database.transaction(session -> models.active(session, coin));
            if (model.isPresent()) {
                consumer.accept(new Table(FORECAST_COLUMNS, rows(model.get(), selection)));
            }
        }
    }

    private List<List<Object>> rows(StoredModel model, Selection selection) {
        var horizon = horizon(model.origin(), selection.range().to());
        var rows = new ArrayList<List<Object>>();
        if (horizon < 1) {
            return rows;
        }
        var forecast = model.fitted().forecast(horizon, LEVELS);
        for (int step = 0; step < horizon; step++) {
            var from = selection.range().from();
            if (from != null && forecast.day(step).isBefore(from)) {
                continue;
            }
            rows.add(Arrays.asList(
                    model.coin(),
                    model.id(),
                    model.name(),
                    forecast.origin(),
                    forecast.day(step),
                    step + 1,
                    price(forecast.median(step)),
                    price(forecast.lower(0, step)),
                    price(forecast.upper(0, step)),
                    price(forecast.lower(1, step)),
                    price(forecast.upper(1, step))));
        }
        return rows;
    }

    private int horizon(LocalDate origin, LocalDate to) {
        var days = to == null ? DEFAULT_HORIZON : ChronoUnit.DAYS.between(origin, to);
        return (int) Math.min(days, serving.maxHorizon());
    }

    /** Limits far from the origin can overflow a double. */
    private static BigDecimal price(double price) {
        return Double.isFinite(price) ? PriceDigits.round(price) : null;
    }
}
