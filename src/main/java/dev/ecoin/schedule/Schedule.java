package dev.ecoin.schedule;

import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.runs.RunConfig;
import dev.ecoin.runs.RunRequest;
import dev.ecoin.runs.Runs;
import dev.ecoin.training.EstimatePool;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Requests runs by the clock; {@link Runs} executes them, here or in another replica. */
@ApplicationScoped
class Schedule {

    private static final String CRAWL = "CRAWL";
    private static final String TRAINING = "TRAINING";
    private static final String POOL = "POOL";
    private static final String NIGHTLY_CRAWL = "nightly crawl";
    private static final String MONTHLY = "monthly estimation";

    private final Runs runs;
    private final JobDatabase database;
    private final RunConfig config;

    Schedule(Runs runs, JobDatabase database, RunConfig config) {
        this.runs = runs;
        this.database = database;
        this.config = config;
    }

    @Scheduled(identity = "crawl", cron = "{ecoin.crawl.schedule}", timeZone = "UTC")
    void nightlyCrawl(ScheduledExecution firing) {
        crawl(firing.getScheduledFireTime());
    }

    @Scheduled(identity = "training", cron = "{ecoin.training.schedule}", timeZone = "UTC")
    void nightlyTraining(ScheduledExecution firing) {
        retrain(firing.getScheduledFireTime());
    }

    @Scheduled(identity = "pool", cron = "{ecoin.training.pool-schedule}", timeZone = "UTC")
    void monthlyPool(ScheduledExecution firing) {
        pool(firing.getScheduledFireTime());
    }

    /** Every replica calls this, and each due time yields one request. */
    void crawl(Instant due) {
        requestOnce(CRAWL, due, CrawlRequest.everything().run(NIGHTLY_CRAWL));
    }

    /** Every replica calls this too; any later call makes up for a missed one. */
    void retrain(Instant due) {
        requestOnce(TRAINING, due, Retrain.request());
    }

    void pool(Instant due) {
        requestOnce(POOL, due, EstimatePool.request(MONTHLY));
    }

    /** Retries through outages, because a due time does not recur. */
    private void requestOnce(String job, Instant due, RunRequest request) {
        database.throughOutages(config.databasePatience(), () -> runs.requestOnce(job, due, request));
    }
}
