package dev.ecoin.schedule;

import dev.ecoin.accuracy.Scorer;
import dev.ecoin.crawl.CrawlReport;
import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.crawl.CrawlRequested;
import dev.ecoin.crawl.Crawler;
import dev.ecoin.explanation.AnomalyWatch;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.CoinsConfig;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.SamplePrices;
import dev.ecoin.schedule.ClusterLock.Job;
import dev.ecoin.training.Advancer;
import dev.ecoin.training.BacktestOptions;
import dev.ecoin.training.ModelRepository;
import dev.ecoin.training.Trainer;
import dev.ecoin.training.TrainingRequest;
import dev.ecoin.training.TrainingRequested;
import dev.ecoin.training.TrainingRun;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.ScheduledExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    private final ClusterLock lock;

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
            ClusterLock lock) {
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
        this.lock = lock;
    }

    /** Makes a new service ready with what it has, without CoinGecko: the sample if enabled, models of stored prices. */
    void useWhatIsThere() {
        coins.addConfigured(config.ids()).await().indefinitely();
        sample.importIfEnabled();
        advance();
        lock.ifFree(Job.TRAINING, () -> trainWhatHasNoModel(AT_START));
    }

    /** Crawls, and trains the coins that get their first prices by it. */
    void fetchWhatIsMissing() {
        crawl();
        lock.ifFree(Job.TRAINING, () -> trainWhatHasNoModel(AT_START));
    }

    @Scheduled(identity = "crawl", cron = "{ecoin.crawl.schedule}", timeZone = "UTC")
    void nightlyCrawl(ScheduledExecution firing) {
        lock.oncePerFiring(Job.CRAWL, firing.getScheduledFireTime(), this::crawl);
    }

    @Scheduled(identity = "training", cron = "{ecoin.training.schedule}", timeZone = "UTC")
    void nightlyTraining(ScheduledExecution firing) {
        lock.oncePerFiring(Job.TRAINING, firing.getScheduledFireTime(), this::retrain);
    }

    void crawl() {
        lock.ifFree(Job.CRAWL, () -> {
            crawler.crawl();
            crawler.runDue();
        });
        advance();
    }

    /** Moves the active models over the days that came since, so that forecasts begin at the last one; blocks. */
    public void advance() {
        advancer.advance();
        watch();
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
        var report = new AtomicReference<CrawlReport>();
        lock.ifFree(Job.CRAWL, () -> report.set(crawler.run(request, progress)));
        advance();
        return Optional.ofNullable(report.get());
    }

    /** Begins runs that were requested, here or at a replica that has ended, and resumes those whose pause is over. */
    @Scheduled(identity = "due crawls", every = "{ecoin.crawl.resume}", concurrentExecution = ConcurrentExecution.SKIP)
    void crawlWhatIsDue() {
        // Cheap while there is nothing to do: no lock is taken, nothing is logged.
        if (crawler.isAnyDue()) {
            lock.ifFree(Job.CRAWL, crawler::runDue);
            advance();
        }
    }

    void crawlWhatIsRequested(@ObservesAsync CrawlRequested request) {
        lock.ifFree(Job.CRAWL, crawler::runDue);
        advance();
    }

    /** Does what was requested of the trainer, here or at a replica that has ended. */
    @Scheduled(
            identity = "due trainings",
            every = "{ecoin.training.resume}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void trainWhatIsDue() {
        if (trainer.isAnyDue()) {
            lock.ifFree(Job.TRAINING, trainer::runDue);
        }
    }

    void trainWhatIsRequested(@ObservesAsync TrainingRequested request) {
        lock.ifFree(Job.TRAINING, trainer::runDue);
    }

    /** Trains coins as soon as other trainings let it; blocks. */
    public List<TrainingRun> train(Collection<String> ids, TrainingRequest request, String by) {
        return whenTrainingIsFree(() -> trainer.train(ids, request, by));
    }

    /** Measures coins' active models as soon as other trainings let it; blocks. */
    public List<TrainingRun> backtest(Collection<String> ids, BacktestOptions options, String by) {
        return whenTrainingIsFree(() -> trainer.backtest(ids, options, by));
    }

    private List<TrainingRun> whenTrainingIsFree(Supplier<List<TrainingRun>> work) {
        var ended = new AtomicReference<List<TrainingRun>>();
        lock.whenFree(Job.TRAINING, () -> ended.set(work.get()));
        return ended.get();
    }

    void retrain() {
        lock.ifFree(Job.TRAINING, () -> {
            lock.awaitEnd(Job.CRAWL);
            trainer.train(coins.ids().await().indefinitely());
            trainer.runDue();
        });
        watch();
    }

    /** Takes what came since the last run from CoinGecko to a model, as soon as other runs let it. Blocks. */
    void takeIn() {
        lock.whenFree(Job.CRAWL, crawler::crawl);
        advance();
        lock.whenFree(Job.TRAINING, () -> trainWhatHasNoModel(NEW_COINS));
    }

    private void trainWhatHasNoModel(String by) {
        var priced = prices.coins().await().indefinitely();
        var trained = models.origins().await().indefinitely().keySet();
        trainer.train(
                coins.ids().await().indefinitely().stream()
                        .filter(coin -> priced.contains(coin) && !trained.contains(coin))
                        .toList(),
                TrainingRequest.CONFIGURED,
                by);
        trainer.runDue();
        watch();
    }
}
