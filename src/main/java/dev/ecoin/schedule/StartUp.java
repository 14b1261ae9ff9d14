package dev.ecoin.schedule;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ecoin.configuration.Currency;
import dev.ecoin.database.DatabaseAway;
import dev.ecoin.database.DatabaseConfig;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.LocalDatabase;
import dev.ecoin.prices.CoinNames;
import dev.ecoin.runs.RunConfig;
import dev.ecoin.runs.Runs;
import dev.ecoin.runs.ShuttingDown;
import dev.ecoin.training.ModelRepository;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Runs the pipeline while requests are already served, then logs the address to open. */
@ApplicationScoped
class StartUp {

    private static final Logger LOG = Logger.getLogger("dev.ecoin");
    private static final int EXAMPLE_HORIZON = 30;
    private static final int SECONDS_FOR_COINGECKO = 15;

    private final ScheduleConfig schedule;
    private final DatabaseConfig database;
    private final Pipeline pipeline;
    private final ModelRepository models;
    private final JobDatabase jobs;
    private final Runs runs;
    private final RunConfig config;
    private final CoinNames names;
    private final Currency currency;
    private final Clock clock;
    private final String reactiveUrl;
    private final boolean isService;
    private volatile boolean isShuttingDown;

    StartUp(
            ScheduleConfig schedule,
            DatabaseConfig database,
            Pipeline pipeline,
            ModelRepository models,
            JobDatabase jobs,
            Runs runs,
            RunConfig config,
            CoinNames names,
            Currency currency,
            Clock clock,
            @ConfigProperty(name = "quarkus.datasource.reactive.url") String reactiveUrl,
            @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean isService) {
        this.schedule = schedule;
        this.database = database;
        this.pipeline = pipeline;
        this.models = models;
        this.jobs = jobs;
        this.runs = runs;
        this.config = config;
        this.names = names;
        this.currency = currency;
        this.clock = clock;
        this.reactiveUrl = reactiveUrl;
        this.isService = isService;
    }

    void onStart(@Observes StartupEvent event, Executor executor) {
        if (database.embedded() && isService) {
            var directory = database.directory().toAbsolutePath().normalize();
            LOG.infof(
                    "Using the embedded PostgreSQL: data in %s, open it with psql '%s'.",
                    directory, psqlAddress(reactiveUrl, directory));
        }
        if (schedule.work()) {
            runs.start();
        }
        if (schedule.atStart()) {
            executor.execute(() -> catchUpAndAnnounce(executor));
        }
    }

    /** Works unchanged for users that may read the password file, and for no others. */
    private static String psqlAddress(String url, Path directory) {
        var file = URLEncoder.encode(
                        directory.resolve(LocalDatabase.PASSWORD_FILE).toString(), UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
        return url.replace("//", "//" + LocalDatabase.USERNAME + "@") + "?passfile=" + file;
    }

    /** CoinGecko may make a caller wait for minutes; the announcement then comes first, while the crawl continues. */
    private void catchUpAndAnnounce(Executor executor) {
        attempt(pipeline::useWhatIsThere);
        var crawl = CompletableFuture.runAsync(() -> attempt(pipeline::fetchWhatIsMissing), executor);
        try {
            crawl.get(SECONDS_FOR_COINGECKO, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.info("CoinGecko is slow; the crawl continues, and its coins are trained after it");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        attempt(this::announce);
        attempt(names::learn);
    }

    void shutDown(@Observes ShuttingDown event) {
        isShuttingDown = true;
    }

    /** Retries through outages of the database. A failed step does not prevent the next one. */
    private void attempt(Runnable step) {
        if (isShuttingDown) {
            return;
        }
        try {
            jobs.throughOutages(config.databasePatience(), step);
        } catch (DatabaseAway e) {
            LOG.warnf("A step of the start was abandoned because the database does not answer: %s", e.getMessage());
        } catch (RuntimeException e) {
            if (isShuttingDown) {
                LOG.debug("A step of the start was interrupted because the service shuts down", e);
                return;
            }
            LOG.error(
                    "A step of the start failed; what is there is served, and the scheduled crawl and training go on"
                            + " from here",
                    e);
        }
    }

    private void announce() {
        var origins = jobs.transaction(models::origins);
        var address = "http://localhost:" + ConfigProvider.getConfig().getValue("quarkus.http.port", String.class);
        if (origins.isEmpty()) {
            LOG.infof("Ready, but no coin has a model yet. Open %s/", address);
            return;
        }
        var coin = origins.keySet().iterator().next();
        var origin = origins.get(coin);
        var today = LocalDate.now(clock);
        var date = (origin.isAfter(today) ? origin : today).plusDays(EXAMPLE_HORIZON);
        LOG.infof(
                "Ready. Forecasts of %s. Prices are in %s. Open %s/ or paste: curl '%s/forecast?coin=%s&date=%s'",
                String.join(", ", origins.keySet()), currency, address, address, coin, date);
    }
}
