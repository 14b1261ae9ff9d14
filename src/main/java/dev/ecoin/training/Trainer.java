package dev.ecoin.training;

import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import dev.ecoin.prices.PriceRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Fits a model to a coin's prices, stores it and makes it the one that serves. */
@ApplicationScoped
public class Trainer {

    private static final Logger LOG = Logger.getLogger(Trainer.class);
    private static final int SECONDS_TO_STOP = 10;
    private static final String AUTOMATIC = "auto";

    private final Forecaster forecaster;
    private final PriceRepository prices;
    private final ModelRepository models;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final ExecutorService workers;

    Trainer(TrainingConfig config, PriceRepository prices, ModelRepository models, Clock clock, MeterRegistry metrics) {
        this.forecaster = forecaster(config);
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

    /** Lets fits under way end and be recorded; what has not begun is left to the next run. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        workers.shutdownNow().forEach(queued -> ((Future<?>) queued).cancel(false));
        workers.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS);
    }

    /**
     * Trains the coins, each on its own: what fails for one is recorded and changes nothing for the others; blocks.
     *
     * @return how many got a model
     */
    public int train(Collection<String> coins) {
        var runs = coins.stream().map(coin -> workers.submit(() -> train(coin))).toList();
        var trained = 0;
        for (var run : runs) {
            try {
                trained += run.get() ? 1 : 0;
            } catch (CancellationException e) {
                LOG.debug("A training was left to the next run because the service stops", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return trained;
            }
        }
        return trained;
    }

    /** Returns whether the coin got a model. */
    private boolean train(String coin) {
        var timer = Timer.start(metrics);
        var trained = false;
        try {
            var run = models.startRun(coin, clock.instant()).await().indefinitely();
            try {
                fitAndStore(coin, run);
                trained = true;
            } catch (RuntimeException | Error e) {
                var reason = e.getMessage() == null ? e.toString() : e.getMessage();
                LOG.warnf("Training %s failed, its active model stays: %s", coin, reason);
                LOG.debug("Training failed", e);
                models.failRun(run, clock.instant(), reason).await().indefinitely();
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "The training run of %s could not be recorded", coin);
        } finally {
            timer.stop(metrics.timer("ecoin.training", "coin", coin, "outcome", trained ? "succeeded" : "failed"));
        }
        return trained;
    }

    private void fitAndStore(String coin, long run) {
        var series = prices.series(coin)
                .await()
                .indefinitely()
                .orElseThrow(() -> new IllegalStateException("no prices are stored yet"));
        var start = clock.instant();
        var model = forecaster.fit(series);
        var time = Duration.between(start, clock.instant());
        var description = ModelDescription.of(model, series);
        models.addActive(run, coin, model, description, clock.instant(), time)
                .await()
                .indefinitely();
        LOG.infof(
                "Trained %s: %s on %d days to %s, %s, %d ms",
                coin,
                description.name(),
                series.size() - series.missing(),
                model.origin(),
                description.fallback() == null
                        ? "AICc %.2f".formatted(description.aicc())
                        : "in place of a SARIMA model: " + description.fallback(),
                time.toMillis());
    }

    private static SarimaForecaster forecaster(TrainingConfig config) {
        return config.order().equals(AUTOMATIC)
                ? SarimaForecaster.automatic(config.period())
                : SarimaForecaster.of(SarimaOrder.parse(config.order()));
    }
}
