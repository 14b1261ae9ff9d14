package dev.ecoin.schedule;

import dev.ecoin.alerts.Evaluator;
import dev.ecoin.crawl.CrawlReport;
import dev.ecoin.crawl.CrawlRequest;
import dev.ecoin.crawl.Crawler;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.CoinsConfig;
import dev.ecoin.prices.SamplePrices;
import dev.ecoin.runs.DueTimes;
import dev.ecoin.training.Trainer;
import dev.ecoin.training.TrainingConfig;
import dev.ecoin.training.TrainingRunRepository;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Crawl, advance and train in sequence, for callers that wait: startup and commands. */
@ApplicationScoped
public class Pipeline {

    private static final Logger LOG = Logger.getLogger(Pipeline.class);
    private static final String AT_START = "start";
    private static final String NEW_PRICES = "new prices";

    private final CoinsConfig config;
    private final CoinRepository coins;
    private final SamplePrices sample;
    private final Crawler crawler;
    private final Trainer trainer;
    private final TrainingRunRepository trainings;
    private final JobDatabase database;
    private final Schedule schedule;
    private final Score score;
    private final Evaluator alerts;
    private final TrainingConfig training;
    private final Clock clock;

    Pipeline(
            CoinsConfig config,
            CoinRepository coins,
            SamplePrices sample,
            Crawler crawler,
            Trainer trainer,
            TrainingRunRepository trainings,
            JobDatabase database,
            Schedule schedule,
            Score score,
            Evaluator alerts,
            TrainingConfig training,
            Clock clock) {
        this.config = config;
        this.coins = coins;
        this.sample = sample;
        this.crawler = crawler;
        this.trainer = trainer;
        this.trainings = trainings;
        this.database = database;
        this.schedule = schedule;
        this.score = score;
        this.alerts = alerts;
        this.training = training;
        this.clock = clock;
    }

    /**
     * Makes a new service usable without CoinGecko: imports the sample if enabled, and trains models on stored prices.
     */
    void useWhatIsThere() {
        database.run(session -> coins.addConfigured(session, config.ids()));
        sample.importIfEnabled();
        followUp();
    }

    /** Crawls, trains coins that get their first prices, and requests the trainings of a missed night. */
    void fetchWhatIsMissing() {
        crawl();
        new DueTimes(training.poolSchedule()).last(clock.instant()).ifPresent(schedule::pool);
        new DueTimes(training.schedule()).last(clock.instant()).ifPresent(schedule::retrain);
    }

    void crawl() {
        if (crawl(CrawlRequest.everything(), AT_START, report -> {}).isEmpty()) {
            LOG.info("A crawl is already running; nothing to do");
        }
    }

    /**
     * Crawls the requested days and advances the models; blocks.
     *
     * @param by name of the requester
     * @param progress receives the state of the run after every successful call
     * @return the result; empty if a crawl is running in this or another process, which is not disturbed
     */
    public Optional<CrawlReport> crawl(CrawlRequest request, String by, Consumer<CrawlReport> progress) {
        var report = crawler.crawl(request, by, progress);
        report.ifPresent(ended -> followUp());
        return report;
    }

    /** Advances the models over new prices, and trains coins without a model; blocks. */
    private void followUp() {
        advance();
        trainer.trainUnlessTrained(database.transaction(trainings::withoutModel), AT_START);
        score();
    }

    /** Advances the active models over new days, so that forecasts start at the last one; blocks. */
    public void advance() {
        trainer.advance();
        score();
    }

    private void score() {
        score.score();
        database.run(session -> alerts.request(session, NEW_PRICES));
    }
}
