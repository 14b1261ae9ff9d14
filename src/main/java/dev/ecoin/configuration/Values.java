package dev.ecoin.configuration;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Converters for the configuration interfaces. Each error states the valid values; {@link ConfigurationProblems} adds
 * the key.
 */
@SuppressWarnings("serial")
public final class Values {

    private static final Set<String> OFF = Set.of("off", "disabled");
    private static final Pattern DATABASE_ADDRESS =
            Pattern.compile("postgresql://([\\w.~%-]+|\\[[0-9a-fA-F:.]+])(:\\d{1,5})?/[^/?\\s]+(\\?\\S*)?");
    private static final Pattern COIN_ID = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,99}");

    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,252}|\\[[0-9a-f:.]{2,45}]");

    private static final Pattern FEED_NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    private Values() {}

    /**
     * Parses and checks a value.
     *
     * @param accepted completes "must be"
     * @param reader any exception that it throws rejects the text
     * @throws IllegalArgumentException if the text cannot be parsed or the value is not valid
     */
    public static <T> T read(String text, String accepted, Function<String, T> reader, Predicate<T> isValid) {
        try {
            var value = reader.apply(text.strip());
            if (isValid.test(value)) {
                return value;
            }
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(ConfigurationProblems.MUST_BE + accepted, e);
        }
        throw new IllegalArgumentException(ConfigurationProblems.MUST_BE + accepted);
    }

    /** An integer within bounds. */
    public static Integer whole(String text, int least, int most) {
        var bounds = most == Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
        return read(text, "a whole number " + bounds, Integer::valueOf, number -> number >= least && number <= most);
    }

    @RegisterForReflection
    public static final class AtLeastOne implements Converter<Integer> {
        @Override
        public Integer convert(String text) {
            return whole(text, 1, Integer.MAX_VALUE);
        }
    }

    @RegisterForReflection
    public static final class AtLeastZero implements Converter<Integer> {
        @Override
        public Integer convert(String text) {
            return whole(text, 0, Integer.MAX_VALUE);
        }
    }

    @RegisterForReflection
    public static final class PositiveNumber implements Converter<Double> {
        @Override
        public Double convert(String text) {
            return read(
                    text, "a number above 0, such as 1.1", Double::valueOf, number -> number > 0 && number < 1 / 0.0);
        }
    }

    @RegisterForReflection
    public static final class PositiveDuration implements Converter<Duration> {
        @Override
        public Duration convert(String text) {
            return read(
                    text,
                    "a duration above 0, such as 500ms, 30s, 5m or 3h",
                    DurationConverter::parseDuration,
                    duration -> !duration.isNegative() && !duration.isZero());
        }
    }

    @RegisterForReflection
    public static final class PositiveSize implements Converter<MemorySize> {
        @Override
        public MemorySize convert(String text) {
            return read(
                    text,
                    "a size above 0, such as 512K, 16M or 1G",
                    new MemorySizeConverter()::convert,
                    size -> size.asLongValue() > 0);
        }
    }

    /** Strict, because a misspelt word would otherwise mean false. */
    @RegisterForReflection
    public static final class YesOrNo implements Converter<Boolean> {
        @Override
        public Boolean convert(String text) {
            return read(
                    text,
                    "true or false",
                    word -> switch (word.toLowerCase(Locale.ROOT)) {
                        case "true", "yes", "y", "on", "1" -> true;
                        case "false", "no", "n", "off", "0" -> false;
                        default -> throw new IllegalArgumentException(word);
                    },
                    any -> true);
        }
    }

    @RegisterForReflection
    public static final class Day implements Converter<LocalDate> {
        @Override
        public LocalDate convert(String text) {
            return read(text, "a date such as 2026-01-31", LocalDate::parse, any -> true);
        }
    }

    @RegisterForReflection
    public static final class HttpAddress implements Converter<URI> {
        @Override
        public URI convert(String text) {
            return read(
                    text,
                    "an address such as https://api.coingecko.com/api/v3",
                    URI::create,
                    address ->
                            address.getHost() != null && Set.of("http", "https").contains(address.getScheme()));
        }
    }

    /** The address of a database in the form that both drivers accept. */
    @RegisterForReflection
    public static final class DatabaseAddress implements Converter<String> {
        @Override
        public String convert(String text) {
            return read(
                    text,
                    "postgresql://HOST:PORT/DATABASE; user and password are QUARKUS_DATASOURCE_USERNAME and"
                            + " QUARKUS_DATASOURCE_PASSWORD",
                    Function.identity(),
                    DATABASE_ADDRESS.asMatchPredicate());
        }
    }

    /** A cron expression of the scheduler, or off. */
    @RegisterForReflection
    public static final class Cron implements Converter<String> {
        @Override
        public String convert(String text) {
            var parser = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));
            return read(
                    text,
                    "a cron expression of six fields or seven, seconds first, such as 0 45 0 * * ?, or off",
                    Function.identity(),
                    cron -> OFF.contains(cron) || parser.parse(cron) != null);
        }
    }

    /** The interval between two executions by the scheduler, or off. */
    @RegisterForReflection
    public static final class Every implements Converter<String> {
        @Override
        public String convert(String text) {
            return read(
                    text,
                    "a time of at least 1s, such as 10s, 5m or 1h, or off",
                    Function.identity(),
                    every -> OFF.contains(every) || duration(every).toMillis() >= 1000);
        }

        /** Parses a duration like the scheduler. */
        private static Duration duration(String every) {
            return Duration.parse(Character.isDigit(every.charAt(0)) ? "PT" + every : every);
        }
    }

    @RegisterForReflection
    public static final class FeedName implements Converter<String> {
        @Override
        public String convert(String text) {
            return read(
                    text,
                    "names of feeds, separated by commas, such as coingecko,binance",
                    Function.identity(),
                    FEED_NAME.asMatchPredicate());
        }
    }

    /** A share between 0 and 1. */
    @RegisterForReflection
    public static final class Share implements Converter<Double> {
        @Override
        public Double convert(String text) {
            return read(
                    text, "a share above 0 and below 1, such as 0.1", Double::valueOf, share -> share > 0 && share < 1);
        }
    }

    /** A host's name or address, without scheme and port, in lower case. */
    @RegisterForReflection
    public static final class HostName implements Converter<String> {
        @Override
        public String convert(String text) {
            return read(
                    text,
                    "names or addresses of hosts, separated by commas, such as chat.example.internal",
                    host -> host.toLowerCase(Locale.ROOT),
                    HOST_NAME.asMatchPredicate());
        }
    }

    @RegisterForReflection
    public static final class CoinId implements Converter<String> {
        @Override
        public String convert(String text) {
            return read(
                    text,
                    "CoinGecko's ids of coins, separated by commas, such as bitcoin,ethereum",
                    Function.identity(),
                    COIN_ID.asMatchPredicate());
        }
    }

    @RegisterForReflection
    public static final class PriceCurrency implements Converter<Currency> {
        @Override
        public Currency convert(String text) {
            return Currency.of(text);
        }
    }
}
