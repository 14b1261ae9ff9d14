package dev.ecoin.alerts;

import dev.ecoin.accuracy.Drift;
import dev.ecoin.accuracy.Scorer;
import dev.ecoin.alerts.Situation.Outlook;
import dev.ecoin.configuration.Currency;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.explanation.NewestPrice;
import dev.ecoin.forecasting.CorruptModelException;
import dev.ecoin.forecasting.ForecastDistribution;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.risk.RiskConfig;
import dev.ecoin.risk.TouchChances;
import dev.ecoin.serving.ServingConfig;
import dev.ecoin.training.ModelRepository;
import dev.ecoin.training.StoredModel;
import dev.ecoin.training.TrainingRunRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** The present state of coins, with the numbers that their endpoints show. Reads each part once, on demand; blocks. */
@ApplicationScoped
class Situations {

    private static final Logger LOG = Logger.getLogger(Situations.class);

    /** Cached probabilities of touches, about 200 bytes each. */
    private static final int MOST_KEPT = 20_000;

    private final JobDatabase database;
    private final ModelRepository models;
    private final PriceRepository prices;
    private final TrainingRunRepository trainings;
    private final Scorer scorer;
    private final Currency currency;
    private final ServingConfig serving;
    private final RiskConfig risk;
    private final Clock clock;

    /** A model state never changes, so the next evaluation can reuse its simulations; the oldest are evicted first. */
    private final Map<Touch, BigDecimal> kept = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Touch, BigDecimal> eldest) {
            return size() > MOST_KEPT;
        }
    };

    private record Touch(long model, long state, int days, BigDecimal above, BigDecimal below) {}

    Situations(
            JobDatabase database,
            ModelRepository models,
            PriceRepository prices,
            TrainingRunRepository trainings,
            Scorer scorer,
            Currency currency,
            ServingConfig serving,
            RiskConfig risk,
            Clock clock) {
        this.database = database;
        this.models = models;
        this.prices = prices;
        this.trainings = trainings;
        this.scorer = scorer;
        this.currency = currency;
        this.serving = serving;
        this.risk = risk;
        this.clock = clock;
    }

    /** For one thread. */
    Situation now(String coin) {
        return new Now(coin);
    }

    /** A value that is computed on first use. */
    private static final class Once<T> implements Supplier<T> {

        private Supplier<T> made;
        private T value;

        Once(Supplier<T> made) {
            this.made = made;
        }

        @Override
        public T get() {
            if (made != null) {
                value = made.get();
                made = null;
            }
            return value;
        }
    }

    private final class Now implements Situation {

        private final String coin;
        private final LocalDate today = LocalDate.now(clock);
        private final Once<Optional<StoredModel>> model = new Once<>(this::readModel);
        private final Once<Optional<DailySeries>> series = new Once<>(this::readSeries);
        private final Once<Optional<Outlook>> outlook = new Once<>(this::makeOutlook);
        private final Once<Drift> drift = new Once<>(this::readDrift);
        private final Once<Optional<String>> rejection = new Once<>(this::readRejection);
        private final Map<BigDecimal, Optional<NewestPrice>> newest = new HashMap<>();

        Now(String coin) {
            this.coin = coin;
        }

        private Optional<StoredModel> readModel() {
            try {
                return database.transaction(session -> models.active(session, coin));
            } catch (CorruptModelException e) {
                LOG.warnf("The alerts of %s see no forecast: %s", coin, e.getMessage());
                return Optional.empty();
            }
        }

        private Optional<DailySeries> readSeries() {
            return database.transaction(session -> prices.series(session, coin));
        }

        private Drift readDrift() {
            return database.transaction(session -> scorer.drift(session, coin));
        }

        private Optional<String> readRejection() {
            return database.transaction(session -> trainings.rejection(session, coin));
        }

        private Optional<Outlook> makeOutlook() {
            return model.get().flatMap(found -> series.get()
                    .map(history -> history.value(found.origin()))
                    .filter(Double::isFinite)
                    .map(price -> new Forecast(found, price, series.get().orElseThrow())));
        }

        @Override
        public String coin() {
            return coin;
        }

        @Override
        public Currency currency() {
            return currency;
        }

        @Override
        public LocalDate today() {
            return today;
        }

        @Override
        public Optional<LocalDate> lastDay() {
            return series.get().map(DailySeries::end);
        }

        @Override
        public Optional<Outlook> outlook() {
            return outlook.get();
        }

        @Override
        public Optional<NewestPrice> newest(BigDecimal level) {
            return newest.computeIfAbsent(level.stripTrailingZeros(), asked -> model.get()
                    .flatMap(found -> series.get().flatMap(history -> NewestPrice.of(found, history, asked))));
        }

        @Override
        public Drift drift() {
            return drift.get();
        }

        @Override
        public Optional<String> rejection() {
            return rejection.get();
        }

        @Override
        public Optional<String> standIn() {
            return model.get().flatMap(found -> Optional.ofNullable(found.fallback())
                    .or(() -> found.standsInFor().map(StoredModel.PassedOver::reason)));
        }
    }

    private final class Forecast implements Outlook {

        private final StoredModel model;
        private final double lastPrice;
        private final Once<TouchChances> touches;
        private final Map<Integer, ForecastDistribution> distributions = new HashMap<>();

        Forecast(StoredModel model, double lastPrice, DailySeries history) {
            this.model = model;
            this.lastPrice = lastPrice;
            this.touches = new Once<>(() -> new TouchChances(model, history, risk));
        }

        @Override
        public LocalDate origin() {
            return model.origin();
        }

        @Override
        public double lastPrice() {
            return lastPrice;
        }

        @Override
        public ForecastDistribution distribution(int days) {
            return distributions.computeIfAbsent(days, model.fitted()::distribution);
        }

        @Override
        public BigDecimal touch(int days, BigDecimal above, BigDecimal below) {
            var question = new Touch(model.id(), model.state(), days, above, below);
            synchronized (kept) {
                if (kept.containsKey(question)) {
                    return kept.get(question);
                }
            }
            var probability = touches.get().within(days, above, below);
            synchronized (kept) {
                kept.put(question, probability);
            }
            return probability;
        }

        @Override
        public int longestHorizon() {
            return serving.maxHorizon();
        }
    }
}
