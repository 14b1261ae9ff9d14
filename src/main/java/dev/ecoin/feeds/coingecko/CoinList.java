package dev.ecoin.feeds.coingecko;

import dev.ecoin.feeds.Caller;
import dev.ecoin.feeds.FeedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** CoinGecko's list of all its coins, fetched on demand and cached for an hour. Calls block. */
@ApplicationScoped
public class CoinList {

    private static final Duration KEPT = Duration.ofHours(1);

    /** Age below which a list is not fetched again for a coin that it lacks. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int SUGGESTIONS = 5;
    private static final int MOST_TYPOS = 2;
    private static final LevenshteinDistance TYPOS = new LevenshteinDistance(MOST_TYPOS);

    private final CoinGecko coinGecko;
    private final Clock clock;

    private Map<String, ListedCoin> coins;
    private Instant readAt;

    CoinList(CoinGecko coinGecko, Clock clock) {
        this.coinGecko = coinGecko;
        this.clock = clock;
    }

    /**
     * All coins by id. Concurrent callers share one fetch.
     *
     * @throws FeedException if the list is currently unavailable
     */
    public Map<String, ListedCoin> coins() {
        return coins(KEPT);
    }

    private synchronized Map<String, ListedCoin> coins(Duration oldest) {
        var now = clock.instant();
        if (coins == null || now.isBefore(readAt) || now.isAfter(readAt.plus(oldest))) {
            coins = ask().stream()
                    .collect(
                            Collectors.toUnmodifiableMap(ListedCoin::id, Function.identity(), (first, again) -> first));
            readAt = now;
        }
        return coins;
    }

    /**
     * The coin with that id.
     *
     * @throws FeedException if the list is currently unavailable
     */
    public Optional<ListedCoin> find(String id) {
        return Optional.ofNullable(coins().get(id));
    }

    /** Like {@link #find}, but fetches the list again first if it lacks the coin, which may be new. */
    public Optional<ListedCoin> findNow(String id) {
        return find(id).or(() -> Optional.ofNullable(coins(FRESH).get(id)));
    }

    /**
     * Ids of the coins with this symbol, in any case, shortest first; usually there are several.
     *
     * @throws FeedException if the list is currently unavailable
     */
    public List<String> ofSymbol(String text) {
        return coins().values().stream()
                .filter(coin -> text.strip().equalsIgnoreCase(coin.symbol()))
                .map(ListedCoin::id)
                .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /**
     * Ids similar to the text, the most likely first: their symbol or name equals the text, or their id or name differs
     * by a few characters.
     *
     * @throws FeedException if the list is not available
     */
    public List<String> near(String text) {
        var meant = text.strip().toLowerCase(Locale.ROOT);
        return coins().values().stream()
                .map(coin -> new Guess(coin.id(), distance(meant, coin)))
                .filter(guess -> guess.distance <= MOST_TYPOS && guess.distance < meant.length())
                .sorted(Comparator.comparingInt(Guess::distance)
                        .thenComparing(guess -> guess.id.length())
                        .thenComparing(Guess::id))
                .limit(SUGGESTIONS)
                .map(Guess::id)
                .toList();
    }

    List<ListedCoin> ask() {
        return coinGecko.listedCoins(new SomebodyWaiting(clock.instant().plus(TIMEOUT)));
    }

    /** Number of typing errors between the text and the closest name of the coin; a large number if there are many. */
    private static int distance(String meant, ListedCoin coin) {
        if (meant.equalsIgnoreCase(coin.symbol())) {
            return 0;
        }
        return Stream.of(coin.id(), coin.name())
                .filter(Objects::nonNull)
                .flatMapToInt(name -> IntStream.of(TYPOS.apply(meant, name.toLowerCase(Locale.ROOT))))
                .filter(typos -> typos >= 0)
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** A user waits for the answer, so the time is limited. */
    private final class SomebodyWaiting implements Caller {

        private final Instant end;

        SomebodyWaiting(Instant end) {
            this.end = end;
        }

        @Override
        public void calling() {}

        @Override
        public boolean hasGone() {
            return clock.instant().isAfter(end);
        }

        @Override
        public Duration patience(Duration usual) {
            return usual.compareTo(TIMEOUT) < 0 ? usual : TIMEOUT;
        }
    }

    private record Guess(String id, int distance) {}
}
