package dev.ecoin.serving;

import dev.ecoin.runs.DueTimes;
import dev.ecoin.training.Outlook;
import dev.ecoin.training.TrainingConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Explains what will give a coin its first model, and when. */
@ApplicationScoped
class NoModelYet {

    private final DueTimes crawls;
    private final DueTimes trainings;
    private final Clock clock;

    NoModelYet(
            @ConfigProperty(name = "ecoin.crawl.schedule") String crawlSchedule, TrainingConfig training, Clock clock) {
        this.crawls = new DueTimes(crawlSchedule);
        this.trainings = new DueTimes(training.schedule());
        this.clock = clock;
    }

    String detail(String coin, Outlook outlook) {
        return "The coin '" + coin + "' has no model yet" + reason(coin, outlook);
    }

    private String reason(String coin, Outlook outlook) {
        if (outlook.isInTraining()) {
            return "; a training of it waits or is under way. GET /trainings?coin=" + coin + " tells how it stands";
        }
        if (!outlook.isActive()) {
            return ", and none will come: it is paused or delisted, so neither crawled nor trained. PUT /coins/" + coin
                    + " with {\"state\":\"active\"} changes that";
        }
        if (!outlook.isPriced()) {
            return outlook.isListed()
                    ? " and no prices: " + crawl(outlook) + ", and it is trained right after"
                    : " and no prices, and CoinGecko does not list it: import prices, and it is trained on them";
        }
        var soon = next(Stream.of(crawls, trainings)).map(at -> " by " + at).orElse("");
        return (outlook.trouble() == null ? "" : "; its newest training brought none: " + outlook.trouble())
                + ". It is trained" + soon + ", or now by POST /coins/" + coin + "/models";
    }

    private String crawl(Outlook outlook) {
        return outlook.isInCrawl()
                ? "the crawl that waits or is under way fetches them"
                : next(Stream.of(crawls))
                        .map(at -> "the crawl at " + at + " fetches them, or one now by POST /crawls")
                        .orElse("a crawl by POST /crawls fetches them");
    }

    private Optional<Instant> next(Stream<DueTimes> jobs) {
        return jobs.flatMap(job -> job.next(clock.instant()).stream()).min(Instant::compareTo);
    }
}
