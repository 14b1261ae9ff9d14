package dev.ecoin.feeds.binance;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.configuration.Currency;
import dev.ecoin.feeds.Answer;
import dev.ecoin.feeds.Caller;
import dev.ecoin.feeds.DailyPoint;
import dev.ecoin.feeds.FeedCoin;
import dev.ecoin.feeds.FeedException.NotServed;
import dev.ecoin.feeds.FeedException.NotServed.Reason;
import dev.ecoin.feeds.Pace;
import dev.ecoin.feeds.PacedCalls;
import dev.ecoin.feeds.PriceFeed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prices from Binance's daily candles: a day's close is the price at 00:00 UTC of the next day. Binance has no market
 * caps, and its volumes are those of one exchange, so both are left out.
 */
@ApplicationScoped
public class Binance implements PriceFeed {

    static final String TITLE = "Binance";

    private static final String NAME = "binance";

    /** The close of the first candle, 2017-08-17. */
    private static final LocalDate FIRST_DAY = LocalDate.of(2017, 8, 18);

    private static final int CANDLES_PER_CALL = 1_000;
    private static final int WEIGHT_OF_CANDLES = 2;
    private static final int WEIGHT_OF_PAIRS = 20;
    private static final Duration PAIRS_KEPT = Duration.ofDays(1);
    private static final int OPENED = 0;
    private static final int CLOSE = 4;

    /** Share of Binance's weight limit to use; the rest is left to others with the same address. */
    private static final double MOST_USED = 0.9;

    private final BinanceApi api;
    private final BinanceConfig config;
    private final UsedWeight weight;
    private final PacedCalls calls;
    private final Pace pace;
    private final String quote;
    private final Map<String, String> pairs;
    private final Clock clock;
    private final BinanceAnswers answers;

    private Pairs listed;
    private Instant listedAt;

    Binance(
            BinanceApi api,
            BinanceConfig config,
            UsedWeight weight,
            PacedCalls.Factory calls,
            Currency currency,
            Clock clock,
            ObjectMapper mapper) {
        this.api = api;
        this.config = config;
        this.weight = weight;
        this.pace = Pace.of(NAME, config.weightPerMinute(), OptionalInt.empty(), "");
        this.calls = calls.of(NAME, TITLE, pace, config);
        this.quote = config.quote()
                .orElse(currency.code().equals("usd") ? "USDT" : currency.code())
                .toUpperCase(Locale.ROOT);
        this.pairs = config.pairs().orElse(List.of()).stream()
                .collect(Collectors.toMap(CoinPair::coin, CoinPair::pair, (first, again) -> again));
        this.clock = clock;
        this.answers = new BinanceAnswers(Answer.reader(mapper));
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
        return NAME + ", " + quote;
    }

    @Override
    public LocalDate firstDay() {
        return FIRST_DAY;
    }

    @Override
    public int daysPerCall() {
        return CANDLES_PER_CALL;
    }

    @Override
    public Pace pace() {
        return pace;
    }

    @Override
    public List<DailyPoint> dailyPrices(FeedCoin coin, LocalDate from, LocalDate to, Caller caller) {
        var pair = pair(coin, caller);
        return ask(
                pair + " from " + from + " to " + to,
                coin.id(),
                WEIGHT_OF_CANDLES,
                () -> api.klines(pair, "1d", opening(from.minusDays(1)), opening(to.minusDays(1)), CANDLES_PER_CALL),
                Object[][].class,
                candles -> Stream.of(candles)
                        .flatMap(this::point)
                        .filter(point ->
                                !point.day().isBefore(from) && !point.day().isAfter(to))
                        .sorted(Comparator.comparing(DailyPoint::day))
                        .toList(),
                caller);
    }

    private static long opening(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /** The close as the price of the next day; empty for an open candle or one of another length. */
    private Stream<DailyPoint> point(Object[] candle) {
        if (candle == null || candle.length <= CLOSE || candle[CLOSE] == null) {
            return Stream.empty();
        }
        var opened = Instant.ofEpochMilli(new BigDecimal(candle[OPENED].toString()).longValueExact());
        var closed = opened.plus(1, ChronoUnit.DAYS);
        return opened.equals(opened.truncatedTo(ChronoUnit.DAYS)) && !closed.isAfter(clock.instant())
                ? Stream.of(new DailyPoint(
                        LocalDate.ofInstant(closed, ZoneOffset.UTC),
                        new BigDecimal(candle[CLOSE].toString()),
                        null,
                        null))
                : Stream.empty();
    }

    private String pair(FeedCoin coin, Caller caller) {
        var all = listed(caller);
        var configured = pairs.get(coin.id());
        if (configured != null) {
            if (!all.names().contains(configured)) {
                throw unknown("there is no pair " + configured + "; see ecoin.binance.pairs");
            }
            return configured;
        }
        if (!all.haveQuote(quote)) {
            throw unknown("it has no pairs quoted in " + quote);
        }
        var symbol = coin.symbol()
                .orElseThrow(
                        () -> new NotServed(Reason.NOT_ACCEPTED, "the symbol of " + coin.id() + " is not known yet"));
        return all.of(symbol, quote).orElseThrow(() -> unknown("there is no pair of " + symbol + " and " + quote));
    }

    private static NotServed unknown(String why) {
        return new NotServed(Reason.UNKNOWN_COIN, why);
    }

    /** Concurrent callers share one fetch. It serves all coins, so it is not counted for any of them. */
    private synchronized Pairs listed(Caller caller) {
        var now = clock.instant();
        if (listed == null || now.isBefore(listedAt) || now.isAfter(listedAt.plus(PAIRS_KEPT))) {
            listed = ask(
                    "the pairs",
                    null,
                    WEIGHT_OF_PAIRS,
                    () -> api.exchangeInfo(false),
                    Pairs.class,
                    Function.identity(),
                    caller.uncounted());
            listedAt = now;
        }
        return listed;
    }

    private <B, T> T ask(
            String asked,
            String coin,
            int weightOfCall,
            Supplier<Response> request,
            Class<B> type,
            Function<B, T> meaning,
            Caller caller) {
        var answer = calls.make(
                new PacedCalls.Call<>(
                        asked, coin, weightOfCall, request, told -> meaning.apply(answers.read(told, type, asked))),
                caller);
        if (weight.used() > MOST_USED * config.weightPerMinute()) {
            calls.pauseUntil(
                    clock.instant().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES),
                    "The weight that Binance allows in a minute is nearly used up");
        }
        return answer;
    }
}
