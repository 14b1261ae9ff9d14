package dev.ecoin.schedule;

import dev.ecoin.accuracy.Scorer;
import dev.ecoin.cluster.DueTimes;
import dev.ecoin.cluster.Member;
import dev.ecoin.crawl.CrawlReport;
import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.crawl.CrawlUnderWay;
import dev.ecoin.crawl.Crawler;
import dev.ecoin.database.DatabaseFailures;
import dev.ecoin.explanation.AnomalyWatch;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.CoinsConfig;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.SamplePrices;
import dev.ecoin.training.Advancer;
import dev.ecoin.training.ModelRepository;
import dev.ecoin.training.Patience;
import dev.ecoin.training.Shard;
import dev.ecoin.training.Trainer;
import dev.ecoin.training.TrainingConfig;
import dev.ecoin.training.TrainingRequest;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** From CoinGecko to trained models, in the order the data flows: at start what is missing, by night everything. */
@ApplicationScoped
public class Pipeline {

    private static final Logger LOG = Logger.getLogger(Pipeline.class);

    private static final String AT_START = "start";
    private static final String NEW_COINS = "new coins";

    private final CoinsConfig config;
    private final CoinRepository coins;
    private final PriceRepository prices;
    private final SamplePrices sample;
    private final Crawler crawler;
    private final ModelRepository models;
    private final Trainer trainer;
    private final Advancer advancer;
    private final Scorer scorer;
    private final AnomalyWatch anomalies;
    private final TrainingConfig training;
    private final Patience database;
    private final Member member;
    private final Clock clock;

    /** Whether models were not moved over the newest days because the database was away. */
    private volatile boolean behind;

    Pipeline(
            CoinsConfig config,
            CoinRepository coins,
            PriceRepository prices,
            SamplePrices sample,
            Crawler crawler,
            ModelRepository models,
            Trainer trainer,
            Advancer advancer,
            Scorer scorer,
            AnomalyWatch anomalies,
            TrainingConfig training,
            Patience database,
            Member member,
            Clock clock) {
        this.config = config;
        this.coins = coins;
        this.prices = prices;
        this.sample = sample;
        this.crawler = crawler;
        this.models = models;
        this.trainer = trainer;
        this.advancer = advancer;
        this.scorer = scorer;
        this.anomalies = anomalies;
        this.training = training;
        this.database = database;
        this.member = member;
        this.clock = clock;
    }

    /** Makes a new service ready with what it has, without CoinGecko: the sample if enabled, models of stored prices. */
    void useWhatIsThere() {
        database.awaitThroughOutages(coins.addConfigured(config.ids()));
        sample.importIfEnabled();
        advance();
        trainWhatHasNoModel(AT_START);
    }

    /** Crawls, and trains the coins that get their first prices by it, and those of a night without this service. */
    void fetchWhatIsMissing() {
        crawl();
        trainWhatHasNoModel(AT_START);
        new DueTimes(training.schedule()).last(clock.instant()).ifPresent(this::trainUnlessTrainedSince);
    }

    void trainUnlessTrainedSince(Instant due) {
        var report = trainer.train(Shard.WHOLE, due, TrainingRequest.CONFIGURED, AT_START, run -> {});
        if (report.accepted() + report.rejected() > 0) {
            watch();
        }
    }

    @Scheduled(identity = "crawl", cron = "{ecoin.crawl.schedule}", timeZone = "UTC")
    void nightlyCrawl(ScheduledExecution firing) {
        crawler.request(firing.getScheduledFireTime());
        crawlWhatIsDue();
    }

    @Scheduled(identity = "training", cron = "{ecoin.training.schedule}", timeZone = "UTC")
    void nightlyTraining(ScheduledExecution firing) {
        retrain(firing.getScheduledFireTime());
    }

    void crawl() {
        try {
            crawler.crawl();
        } catch (CrawlUnderWay e) {
            LOG.info("A crawl is under way already; nothing to do here");
        }
        crawler.runDue();
        advance();
    }

    /** Moves the active models over the days that came since, so that forecasts begin at the last one; blocks. */
    public void advance() {
        if (!member.isLeaving()) {
            try {
                advancer.advance();
                behind = false;
            } catch (RuntimeException e) {
                behind = DatabaseFailures.isOutage(e);
                throw e;
            }
            watch();
        }
    }

    /** Records and scores what was served, and looks at the newest prices. What is left undone is caught up on. */
    private void watch() {
        try {
            scorer.score();
            anomalies.look();
        } catch (RuntimeException e) {
            LOG.warnf("Forecasts were not scored, which the next crawl catches up on: %s", e);
        }
    }

    /**
     * Crawls what is requested; blocks.
     *
     * @param progress told how the run stands, after every call that brought something
     * @return how it ended; empty if a crawl is under way, here or at a replica, which is left alone
     */
    public Optional<CrawlReport> crawl(CrawlRequest request, Consumer<CrawlReport> progress) {
        try {
            var report = crawler.run(request, progress);
            advance();
            return Optional.of(report);
        } catch (CrawlUnderWay e) {
            return Optional.empty();
        }
    }

    /** Begins runs that wait, takes over those of a replica that has ended, and resumes those whose pause is over. */
    @Scheduled(identity = "due crawls", every = "{ecoin.crawl.resume}", concurrentExecution = ConcurrentExecution.SKIP)
    void crawlWhatIsDue() {
        // Cheap while there is nothing to do: nothing is written, nothing is logged.
        unlessInAnOutage(() -> {
            if (crawler.isAnyDue() && crawler.runDue() || behind) {
                advance();
            }
        });
    }

    /** Does trainings that wait, together with the other replicas, and those of a replica that has ended. */
    @Scheduled(
            identity = "due trainings",
            every = "{ecoin.training.resume}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void trainWhatIsDue() {
        unlessInAnOutage(() -> {
            if (trainer.isAnyDue()) {
                trainer.runDue();
                watch();
            }
        });
    }

    /** What is due stays so, and the next look may find the database back; the renewal of the lease warns of it. */
    private void unlessInAnOutage(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException e) {
            // Who waits for the database when the service ends is interrupted.
            if (!DatabaseFailures.isOutage(e) && !member.isLeaving()) {
                throw e;
            }
            LOG.debug("What is due waits", e);
        }
    }

    /** The same at once. */
    void trainWhatIsRequested() {
        trainer.runDue();
    }

    /** Trains all coins after a crawl that is under way, once for the due time, whichever replicas come by; blocks. */
    void retrain(Instant due) {
        awaitCrawl();
        database.awaitThroughOutages(coins.ids().flatMap(ids -> trainer.request(due, ids)));
        trainWhatIsDue();
    }

    private void awaitCrawl() {
        var patience = System.nanoTime() + training.crawlPatience().toNanos();
        while (crawler.isAnyOpen() && !member.isLeaving()) {
            if (System.nanoTime() > patience) {
                LOG.warnf(
                        "The crawl has not ended within %s (ecoin.training.crawl-patience); what is there is trained",
                        training.crawlPatience());
                return;
            }
            try {
                TimeUnit.SECONDS.sleep(1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Takes coins that came since the last run from CoinGecko to a model, after the run that is under way. Blocks. */
    void takeIn() {
        crawler.request();
        crawlWhatIsDue();
        awaitCrawl();
        trainWhatHasNoModel(NEW_COINS);
    }

    private void trainWhatHasNoModel(String by) {
        var priced = database.awaitThroughOutages(prices.coins());
        var trained = database.awaitThroughOutages(models.origins()).keySet();
        trainer.trainUnlessTrained(
                database.awaitThroughOutages(coins.ids()).stream()
                        .filter(coin -> priced.contains(coin) && !trained.contains(coin))
                        .toList(),
                by);
        trainer.runDue();
        watch();
    }
}
