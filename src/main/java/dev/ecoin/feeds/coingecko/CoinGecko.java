package dev.ecoin.feeds.coingecko;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.configuration.Currency;
import dev.ecoin.feeds.Answer;
import dev.ecoin.feeds.Caller;
import dev.ecoin.feeds.DailyPoint;
import dev.ecoin.feeds.FeedCoin;
import dev.ecoin.feeds.FeedException;
import dev.ecoin.feeds.LivePrices;
import dev.ecoin.feeds.Pace;
import dev.ecoin.feeds.PacedCalls;
import dev.ecoin.feeds.PriceFeed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Prices and other data of coins from CoinGecko. Calls block and store nothing. */
@ApplicationScoped
public class CoinGecko implements PriceFeed, LivePrices {

    /** Name in {@code ecoin.feeds} and source of its prices. */
    public static final String NAME = "coingecko";

    static final String TITLE = "CoinGecko";

    /** CoinGecko serves daily points for ranges of this many days in one call. */
    private static final int DAYS_PER_CALL = 365;

    /** Maximum number of coins in one call for live prices. */
    private static final int COINS_PER_PAGE = 250;

    private static final LocalTime LATEST_SNAPSHOT = LocalTime.MIDNIGHT.plus(Duration.ofHours(1));

    private final CoinGeckoApi api;
    private final Terms terms;
    private final PacedCalls calls;
    private final Currency currency;
    private final Clock clock;
    private final boolean keyMissing;
    private final CoinGeckoAnswers answers;

    CoinGecko(
            CoinGeckoApi api,
            Terms terms,
            PacedCalls.Factory calls,
            Currency currency,
            CoinGeckoConfig config,
            Clock clock,
            ObjectMapper mapper) {
        this.api = api;
        this.terms = terms;
        this.calls = calls.of(NAME, TITLE, terms.pace(), config);
        this.currency = currency;
        this.clock = clock;
        this.keyMissing = terms.keyHeader() != null && config.key().isEmpty();
        this.answers = new CoinGeckoAnswers(Answer.reader(mapper));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String title() {
        return TITLE;
    }

    @Override
    public String terms() {
        return terms.name();
    }

    @Override
    public LocalDate firstDay() {
        return terms.firstDay(LocalDate.now(clock));
    }

    @Override
    public int daysPerCall() {
        return DAYS_PER_CALL;
    }

    @Override
    public Pace pace() {
        return terms.pace();
    }

    @Override
    public List<DailyPoint> dailyPrices(FeedCoin coin, LocalDate from, LocalDate to, Caller caller) {
        var start = from.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        var end = to.atTime(LATEST_SNAPSHOT).toEpochSecond(ZoneOffset.UTC);
        return ask(
                coin.id() + " from " + from + " to " + to,
                coin.id(),
                () -> api.marketChartRange(coin.id(), currency.code(), start, end),
                MarketChart.class,
                chart -> chart.daily(from, to),
                caller);
    }

    /**
     * The whole document of a coin's day; empty if CoinGecko has no price for that day.
     *
     * @throws FeedException if a retry would not help or no retries are left
     */
    public Optional<DayDocument> document(String coin, LocalDate day, Caller caller) {
        return ask(
                coin + " on " + day,
                coin,
                () -> api.history(coin, DayDocument.DATE.format(day), false),
                JsonNode.class,
                document -> DayDocument.of(coin, day, currency, document),
                caller);
    }

    @Override
    public Optional<LivePrices> livePrices() {
        return Optional.of(this);
    }

    @Override
    public int coinsPerCall() {
        return COINS_PER_PAGE;
    }

    @Override
    public boolean tellADay() {
        return LivePrice.tellADay(clock.instant());
    }

    @Override
    public Map<String, DailyPoint> near(LocalDate day, Collection<String> coins, Caller caller) {
        return ask(
                coins.size() + " coins' live prices",
                null,
                () -> api.markets(currency.code(), String.join(",", coins), COINS_PER_PAGE, 1),
                LivePrice[].class,
                prices -> snapshots(day, coins, prices),
                caller);
    }

    private static Map<String, DailyPoint> snapshots(LocalDate day, Collection<String> coins, LivePrice[] prices) {
        var snapshots = new HashMap<String, DailyPoint>();
        for (var price : prices) {
            if (price != null && price.isComplete() && coins.contains(price.id())) {
                price.snapshotOf(day).ifPresent(point -> snapshots.put(price.id(), point));
            }
        }
        return snapshots;
    }

    /**
     * All coins that CoinGecko lists.
     *
     * @throws FeedException if a retry would not help or no retries are left
     */
    public List<ListedCoin> listedCoins(Caller caller) {
        return ask(
                "the list of coins",
                null,
                api::list,
                ListedCoin[].class,
                coins -> Arrays.stream(coins)
                        .filter(coin -> coin != null && coin.isUsable())
                        .toList(),
                caller);
    }

    private <B, T> T ask(
            String asked,
            String coin,
            Supplier<Response> request,
            Class<B> type,
            Function<B, T> meaning,
            Caller caller) {
        if (keyMissing) {
            throw CoinGeckoAnswers.misconfigured(
                    "The plan " + terms.plan().label() + " needs a key, and none is configured");
        }
        return calls.make(
                new PacedCalls.Call<>(
                        asked, coin, 1, request, answer -> meaning.apply(answers.read(answer, type, asked))),
                caller);
    }
}
