package dev.ecoin.schedule;

import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.prices.CoinActivated;
import dev.ecoin.runs.Runs;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;

/** What is requested when; {@link Runs} does it, here or in another replica. */
@ApplicationScoped
class Schedule {

    private static final String CRAWL = "CRAWL";
    private static final String TRAINING = "TRAINING";
    private static final String NIGHTLY_CRAWL = "nightly crawl";
    private static final String NEW_COINS = "new coins";

    private final Runs runs;

    Schedule(Runs runs) {
        this.runs = runs;
    }

    @Scheduled(identity = "crawl", cron = "{ecoin.crawl.schedule}", timeZone = "UTC")
    void nightlyCrawl(ScheduledExecution firing) {
        crawl(firing.getScheduledFireTime());
    }

    @Scheduled(identity = "training", cron = "{ecoin.training.schedule}", timeZone = "UTC")
    void nightlyTraining(ScheduledExecution firing) {
        retrain(firing.getScheduledFireTime());
    }

    /** Whichever replicas come by, one request comes of a due time. */
    void crawl(Instant due) {
        runs.requestOnce(CRAWL, due, CrawlRequest.everything().run(NIGHTLY_CRAWL));
    }

    /** The same; what was missed is made up for by any later call. */
    void retrain(Instant due) {
        runs.requestOnce(TRAINING, due, Retrain.request());
    }

    /** A coin that comes while the service runs is crawled, and what follows from a crawl trains it. */
    void takeIn(@Observes CoinActivated coin) {
        runs.request(CrawlRequest.everything().run(NEW_COINS));
    }
}
