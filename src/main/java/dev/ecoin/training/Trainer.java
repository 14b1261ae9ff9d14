package dev.ecoin.training;

import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaModel;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.prices.PriceRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** Fits a model to a coin's prices, stores it and makes it the one that serves. */
@ApplicationScoped
public class Trainer {

    private static final Logger LOG = Logger.getLogger(Trainer.class);

    private final SarimaForecaster forecaster;
    private final PriceRepository prices;
    private final ModelRepository models;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final ExecutorService workers;

    Trainer(TrainingConfig config, PriceRepository prices, ModelRepository models, Clock clock, MeterRegistry metrics) {
        this.forecaster = SarimaForecaster.of(SarimaOrder.parse(config.order()));
        this.prices = prices;
        this.models = models;
        this.clock = clock;
        this.metrics = metrics;
        var threads = config.threads().orElse(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
        this.workers = Executors.newFixedThreadPool(threads, work -> {
            var thread = new Thread(work, "training");
            thread.setDaemon(true);
            return thread;
        });
    }

    @PreDestroy
    void stop() {
        workers.shutdownNow();
    }

    /** Trains the coins, each on its own: what fails for one is recorded and changes nothing for the others; blocks. */
    public void train(Collection<String> coins) {
        var runs = coins.stream()
                .map(coin -> CompletableFuture.runAsync(() -> train(coin), workers))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(runs).join();
    }

    private void train(String coin) {
        var timer = Timer.start(metrics);
        var outcome = "failed";
        try {
            var run = models.startRun(coin, clock.instant()).await().indefinitely();
            try {
                fitAndStore(coin, run);
                outcome = "succeeded";
            } catch (RuntimeException e) {
                LOG.warnf("Training %s failed, its active model stays: %s", coin, e.getMessage());
                LOG.debug("Training failed", e);
                models.failRun(run, clock.instant(), e.getMessage()).await().indefinitely();
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "The training run of %s could not be recorded", coin);
        } finally {
            timer.stop(metrics.timer("ecoin.training", "coin", coin, "outcome", outcome));
        }
    }

    private void fitAndStore(String coin, long run) {
        var series = prices.series(coin)
                .await()
                .indefinitely()
                .orElseThrow(() -> new IllegalStateException("no prices are stored yet"));
        var start = clock.instant();
        var model = (SarimaModel) forecaster.fit(series);
        var time = Duration.between(start, clock.instant());
        models.addActive(run, coin, model, clock.instant(), time).await().indefinitely();
        LOG.infof(
                "Trained %s: %s on %d days to %s, log-likelihood %.2f, AICc %.2f, %d ms",
                coin,
                model.order(),
                series.size() - series.missing(),
                model.origin(),
                model.logLikelihood(),
                model.aicc(),
                time.toMillis());
    }
}
