package dev.ecoin.feeds.coingecko;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ecoin.configuration.Currency;
import io.vertx.core.VertxException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Prices from CoinGecko: paced to the plan's rate, retried where that can help. Calls block and store nothing. */
@ApplicationScoped
public class CoinGecko {

    /** CoinGecko serves daily points for ranges of this many days in one call. */
    public static final int DAYS_PER_CALL = 365;

    /** CoinGecko serves so many coins' live prices in one call. */
    public static final int COINS_PER_PAGE = 250;

    private static final LocalTime LATEST_SNAPSHOT = LocalTime.MIDNIGHT.plus(Duration.ofHours(1));

    private final CoinGeckoApi api;
    private final Terms terms;
    private final PacedCalls calls;
    private final Currency currency;
    private final Clock clock;
    private final long longestBody;
    private final ObjectReader reader;

    CoinGecko(
            CoinGeckoApi api,
            Terms terms,
            PacedCalls calls,
            Currency currency,
            CoinGeckoConfig config,
            Clock clock,
            ObjectMapper mapper) {
        this.api = api;
        this.terms = terms;
        this.calls = calls;
        this.currency = currency;
        this.clock = clock;
        this.longestBody = config.longestBody().asLongValue();
        this.reader = Answer.reader(mapper);
    }

    public Terms terms() {
        return terms;
    }

    /** The first day that the terms show today. */
    public LocalDate firstDay() {
        return terms.firstDay(LocalDate.now(clock));
    }

    /**
     * The snapshots of the days in the range, ascending, in one successful call; days that CoinGecko has no snapshot of
     * are left out.
     *
     * @throws CoinGeckoException once retries are of no use or used up
     */
    public List<DailyPoint> dailyPrices(String coin, LocalDate from, LocalDate to, Caller caller) {
        var start = from.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        var end = to.atTime(LATEST_SNAPSHOT).toEpochSecond(ZoneOffset.UTC);
        return ask(
                coin + " from " + from + " to " + to,
                () -> api.marketChartRange(coin, currency.code(), start, end),
                MarketChart.class,
                chart -> chart.daily(from, to),
                caller);
    }

    /**
     * The whole document of a coin's day; empty if CoinGecko has no price of that day.
     *
     * @throws CoinGeckoException once retries are of no use or used up
     */
    public Optional<DayDocument> document(String coin, LocalDate day, Caller caller) {
        return ask(
                coin + " on " + day,
                () -> api.history(coin, DayDocument.DATE.format(day), false),
                JsonNode.class,
                document -> DayDocument.of(coin, day, currency, document),
                caller);
    }

    /**
     * Live prices of at most {@link #COINS_PER_PAGE} coins; coins that CoinGecko has none of are left out.
     *
     * @throws CoinGeckoException once retries are of no use or used up
     */
    public List<LivePrice> livePrices(Collection<String> coins, Caller caller) {
        return ask(
                coins.size() + " coins' live prices",
                () -> api.markets(currency.code(), String.join(",", coins), COINS_PER_PAGE, 1),
                LivePrice[].class,
                prices -> Arrays.stream(prices)
                        .filter(Objects::nonNull)
                        .filter(LivePrice::isComplete)
                        .toList(),
                caller);
    }

    /**
     * Every coin that CoinGecko has.
     *
     * @throws CoinGeckoException once retries are of no use or used up
     */
    public List<ListedCoin> listedCoins(Caller caller) {
        return ask(
                "the list of coins",
                api::list,
                ListedCoin[].class,
                coins -> Arrays.stream(coins)
                        .filter(coin -> coin != null && coin.isUsable())
                        .toList(),
                caller);
    }

    private <B, T> T ask(
            String asked, Supplier<Response> request, Class<B> type, Function<B, T> meaning, Caller caller) {
        return calls.make(
                () -> {
                    try {
                        return meaning.apply(answer(request, asked).read(reader, type, asked));
                    } catch (IllegalArgumentException | ArithmeticException e) {
                        throw new CoinGeckoException.NoAnswer(
                                "CoinGecko's answer for " + asked + " cannot be read: " + e.getMessage(), e);
                    }
                },
                caller);
    }

    private Answer answer(Supplier<Response> request, String asked) {
        try (var response = request.get()) {
            return Answer.of(response, clock.instant(), longestBody, asked);
        } catch (ProcessingException | VertxException | IOException e) {
            var cause = root(e);
            throw cause instanceof ConnectException || cause instanceof UnknownHostException
                    ? new CoinGeckoException.NoConnection(cause)
                    : new CoinGeckoException.NoAnswer("CoinGecko did not answer " + asked + ": " + cause, e);
        }
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }
}
