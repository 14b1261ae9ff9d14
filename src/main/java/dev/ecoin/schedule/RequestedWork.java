package dev.ecoin.schedule;

import dev.ecoin.crawl.CrawlRequested;
import dev.ecoin.prices.CoinActivated;
import dev.ecoin.training.TrainingRequested;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Begins what requests ask for, beside them and however many they are: none of them keeps a thread from the others. */
@ApplicationScoped
public class RequestedWork {

    private final Pipeline pipeline;
    private final OneAtATime newCoins = new OneAtATime("new coins");
    private final OneAtATime crawls = new OneAtATime("requested crawls");
    private final OneAtATime trainings = new OneAtATime("requested trainings");

    RequestedWork(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Takes a coin that was added or resumed while the service runs through crawl and training. */
    void onActivated(@Observes CoinActivated coin) {
        newCoins.execute(
                pipeline::takeIn,
                coin.coin() + " was added but not taken in; the next scheduled crawl and training do it");
    }

    void onRequested(@Observes CrawlRequested request) {
        crawls.execute(pipeline::crawlWhatIsDue, "Requested crawls wait; they are looked at again soon");
    }

    /** Trainings and backtests. */
    void onRequested(@Observes TrainingRequested request) {
        trainings.execute(pipeline::trainWhatIsRequested, "Requested trainings wait; they are looked at again soon");
    }

    /** Whether all that was asked for until now is done. */
    public boolean isIdle() {
        return workers().stream().allMatch(OneAtATime::isIdle);
    }

    @PreDestroy
    void stop() {
        workers().forEach(OneAtATime::close);
    }

    private List<OneAtATime> workers() {
        return List.of(newCoins, crawls, trainings);
    }
}
