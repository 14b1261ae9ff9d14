package dev.ecoin.schedule;

import dev.ecoin.accuracy.Scorer;
import dev.ecoin.alerts.AlertGauges;
import dev.ecoin.crawl.CrawlGauges;
import dev.ecoin.explanation.AnomalyWatch;
import dev.ecoin.prices.CoinGauges;
import dev.ecoin.training.ModelGauges;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/**
 * Updates the metrics of every replica from the database, so that they do not depend on which replica did the work and
 * survive a restart.
 */
@ApplicationScoped
public class Watch {

    private static final Logger LOG = Logger.getLogger(Watch.class);

    private final CoinGauges coins;
    private final CrawlGauges crawls;
    private final ModelGauges models;
    private final AlertGauges alerts;
    private final Scorer scorer;
    private final AnomalyWatch anomalies;
    private volatile int reachable;

    Watch(
            CoinGauges coins,
            CrawlGauges crawls,
            ModelGauges models,
            AlertGauges alerts,
            Scorer scorer,
            AnomalyWatch anomalies,
            MeterRegistry metrics) {
        this.coins = coins;
        this.crawls = crawls;
        this.models = models;
        this.alerts = alerts;
        this.scorer = scorer;
        this.anomalies = anomalies;
        metrics.gauge("ecoin.database.reachable", this, watch -> watch.reachable);
    }

    /**
     * Removes the gauges, because the next service in this JVM, as in dev mode and in tests, would find those of this
     * one without values.
     */
    void forget(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent shutdown, MeterRegistry metrics) {
        metrics.clear();
    }

    /** Updates the metrics of coins, crawls, trainings and alerts; blocks. */
    @Scheduled(identity = "watch", every = "{ecoin.schedule.watch}", concurrentExecution = ConcurrentExecution.SKIP)
    public void look() {
        try {
            coins.show();
            crawls.show();
            models.show();
            alerts.show();
            reachable = 1;
        } catch (RuntimeException e) {
            if (reachable == 1) {
                LOG.warnf("The database does not answer; the metrics are not updated until it does: %s", e);
            }
            reachable = 0;
        }
    }

    /** Updates the accuracy metrics, which change once a day and take one query per coin; blocks. */
    @Scheduled(
            identity = "watch accuracy",
            every = "{ecoin.schedule.watch-accuracy}",
            concurrentExecution = ConcurrentExecution.SKIP)
    public void lookAtAccuracy() {
        try {
            scorer.show();
            anomalies.show();
        } catch (RuntimeException e) {
            LOG.warnf("The metrics of accuracy were not updated; the next update retries: %s", e);
        }
    }
}
