package dev.ecoin;

import static java.util.stream.Collectors.toMap;

import dev.ecoin.accuracy.AccuracyConfig;
import dev.ecoin.alerts.AlertsConfig;
import dev.ecoin.analysis.AnalysisConfig;
import dev.ecoin.configuration.CurrencyConfig;
import dev.ecoin.crawl.CrawlConfig;
import dev.ecoin.database.DatabaseConfig;
import dev.ecoin.feeds.FeedsConfig;
import dev.ecoin.feeds.binance.BinanceConfig;
import dev.ecoin.feeds.coingecko.CoinGeckoConfig;
import dev.ecoin.fitting.FitConfig;
import dev.ecoin.http.RequestConfig;
import dev.ecoin.http.connections.ConnectionConfig;
import dev.ecoin.http.security.SecurityConfig;
import dev.ecoin.prices.CoinsConfig;
import dev.ecoin.prices.imports.ImportConfig;
import dev.ecoin.risk.RiskConfig;
import dev.ecoin.runs.ClusterConfig;
import dev.ecoin.runs.RunConfig;
import dev.ecoin.schedule.ScheduleConfig;
import dev.ecoin.serving.ServingConfig;
import dev.ecoin.training.TrainingConfig;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Warns about configuration keys with our prefix that nothing reads, such as misspelt ones. */
@Singleton
final class UnknownKeys {

    static final List<Class<?>> INTERFACES = List.of(
            AccuracyConfig.class,
            AlertsConfig.class,
            AnalysisConfig.class,
            ClusterConfig.class,
            RunConfig.class,
            BinanceConfig.class,
            CoinGeckoConfig.class,
            CoinsConfig.class,
            ConnectionConfig.class,
            CrawlConfig.class,
            CurrencyConfig.class,
            ImportConfig.class,
            DatabaseConfig.class,
            FeedsConfig.class,
            FitConfig.class,
            RequestConfig.class,
            RiskConfig.class,
            ScheduleConfig.class,
            SecurityConfig.class,
            ServingConfig.class,
            TrainingConfig.class);

    private static final Logger LOG = Logger.getLogger("dev.ecoin");

    /** Variables that Kubernetes sets for each service of the namespace. */
    private static final Pattern SERVICE_LINK =
            Pattern.compile("ECOIN_\\w+_(SERVICE_HOST|SERVICE_PORT\\w*|PORT(_\\d+_(TCP|UDP)\\w*)?)");

    /** Replacements of keys of earlier releases, by their environment variable names. */
    private static final Map<String, String> SUCCESSORS = Map.of(
            "ECOIN_CRAWL_RESUME", "ecoin.runs.look",
            "ECOIN_TRAINING_RESUME", "ecoin.runs.look",
            "ECOIN_TRAINING_DATABASE_PATIENCE", "ecoin.runs.database-patience");

    private static final Pattern INDEX = Pattern.compile("_\\d+_$");

    void warn(@Observes StartupEvent start, Config config) {
        // Needs the methods of the configuration interfaces, which a native executable lacks.
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            return;
        }
        in(StreamSupport.stream(config.getPropertyNames().spliterator(), false))
                .forEach((key, nearest) -> LOG.warnf(
                        "Nothing reads the key '%s'; did you mean '%s'? docs/configuration.md lists all keys.",
                        key, nearest));
    }

    /** The unknown keys, each with its replacement or the most similar known key. */
    static Map<String, String> in(Stream<String> keys) {
        var known = known();
        return keys
                .filter(key -> key.startsWith("ecoin.") || key.startsWith("ECOIN_"))
                .filter(key -> !known.containsKey(variable(key)))
                .filter(key -> !SERVICE_LINK.matcher(key).matches())
                .collect(toMap(
                        UnknownKeys::variable, key -> key, (one, other) -> one.compareTo(other) < 0 ? one : other))
                .values()
                .stream()
                .collect(toMap(key -> key, key -> nearest(variable(key), known)));
    }

    private static String nearest(String variable, Map<String, String> known) {
        if (SUCCESSORS.containsKey(variable)) {
            return SUCCESSORS.get(variable);
        }
        var distance = LevenshteinDistance.getDefaultInstance();
        return known.entrySet().stream()
                .min(Comparator.comparing(key -> distance.apply(variable, key.getKey())))
                .orElseThrow()
                .getValue();
    }

    /** By their environment variable names. */
    private static Map<String, String> known() {
        return INTERFACES.stream()
                .flatMap(type -> ConfigMappings.getProperties(ConfigClass.configClass(type)).keySet().stream())
                .collect(toMap(UnknownKeys::variable, key -> key, (one, other) -> one));
    }

    private static String variable(String key) {
        var variable = key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        return INDEX.matcher(variable).replaceFirst("");
    }
}
