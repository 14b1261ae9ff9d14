package dev.ecoin.crawl;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.ecoin.http.ProblemException;
import dev.ecoin.http.Rendering;
import dev.ecoin.http.RequestTimeout;
import dev.ecoin.runs.Member;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Sends the progress of crawls to listeners. A crawl is read and rendered at most once a second for any number of
 * listeners. The source is the table and not the crawler, because the crawl may run in another replica.
 */
@ApplicationScoped
class CrawlEvents {

    private static final Logger LOG = Logger.getLogger(CrawlEvents.class);

    static final int MOST_LISTENERS = 100;

    private static final Duration SECOND = Duration.ofSeconds(1);

    /** Interval at which listeners check the last state, and so the maximum delay of an event. */
    private static final Duration TURN = Duration.ofMillis(250);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    /** Maximum number of crawls, existing or not, whose state is cached for a second. */
    private static final int MOST_LOOKS = 1_000;

    private final CrawlRepository runs;
    private final RequestTimeout timeout;
    private final Rendering rendering;
    private final Clock clock;
    private final Member member;
    private final Semaphore places = new Semaphore(MOST_LISTENERS);
    private final Cache<Long, Uni<Optional<Look>>> looks = Caffeine.newBuilder()
            .maximumSize(MOST_LOOKS)
            .expireAfterWrite(SECOND)
            .executor(Runnable::run)
            .build();

    CrawlEvents(CrawlRepository runs, RequestTimeout timeout, Rendering rendering, Clock clock, Member member) {
        this.runs = runs;
        this.timeout = timeout;
        this.rendering = rendering;
        this.clock = clock;
        this.member = member;
    }

    /**
     * State of a crawl at one time.
     *
     * @param minute repeats an event every minute, so that a vanished client is noticed
     */
    record Look(String json, boolean isEnd, Instant minute) {}

    /** State of the crawl at most a second ago; empty if it does not exist. */
    Uni<Optional<Look>> look(long run) {
        return looks.get(run, this::read);
    }

    private Uni<Optional<Look>> read(long run) {
        return timeout.bound(runs.find(run))
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(found -> found.map(report -> new Look(
                        new String(rendering.json(report), UTF_8),
                        report.state().isEnd(),
                        clock.instant().truncatedTo(ChronoUnit.MINUTES))))
                .onFailure()
                .invoke(e -> LOG.warnf("The crawl %d cannot be read, so its events end: %s", run, e))
                .memoize()
                .indefinitely();
    }

    /**
     * The crawl as JSON, immediately, at every change, every minute and at its end; the stream ends then, or when the
     * service shuts down. Subscribe once: the listener occupies a slot until the stream ends or is cancelled.
     *
     * @throws ProblemException with status 503 if all slots are taken
     */
    Multi<String> listen(long run) {
        if (!places.tryAcquire()) {
            throw ProblemException.unavailable(
                    MOST_LISTENERS + " clients listen to crawls already; GET /crawls/" + run + " tells the same once.",
                    RETRY_AFTER);
        }
        return Multi.createBy()
                .repeating()
                .uni(() -> look(run).map(Optional::orElseThrow))
                .withDelay(TURN)
                .whilst(look -> !look.isEnd() && !member.isShuttingDown())
                .skip()
                .repetitions()
                .map(Look::json)
                // Too late for an error status; an interested client reconnects.
                .onFailure()
                .recoverWithCompletion()
                .onTermination()
                .invoke(() -> places.release());
    }
}
