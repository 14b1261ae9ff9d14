package dev.ecoin.coingecko;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Timeout;

/** One call, made once: the part that a timeout bounds and a circuit breaker watches. */
@ApplicationScoped
class MarketCharts {

    private static final LocalTime LATEST_SNAPSHOT = LocalTime.MIDNIGHT.plus(Duration.ofHours(1));

    private final CoinGeckoApi api;
    private final ObjectReader reader;

    MarketCharts(CoinGeckoApi api, ObjectMapper mapper) {
        this.api = api;
        this.reader = Answer.reader(mapper);
    }

    /** The days' snapshots from CoinGecko, ascending; days it has no snapshot of are left out. */
    @Timeout(value = 30, unit = ChronoUnit.SECONDS)
    @CircuitBreaker(
            requestVolumeThreshold = 4,
            failureRatio = 1,
            delay = 1,
            delayUnit = ChronoUnit.MINUTES,
            skipOn = {
                CoinGeckoException.RateLimited.class,
                CoinGeckoException.Refused.class,
                CoinGeckoException.NotServed.class
            })
    List<DailyPoint> daily(String coin, LocalDate from, LocalDate to) {
        var start = from.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        var end = to.atTime(LATEST_SNAPSHOT).toEpochSecond(ZoneOffset.UTC);
        return ask(
                coin + " from " + from + " to " + to,
                () -> api.marketChartRange(coin, "usd", start, end),
                MarketChart.class,
                chart -> chart.daily(from, to));
    }

    /** Every coin that CoinGecko has. */
    @Timeout(value = 30, unit = ChronoUnit.SECONDS)
    List<ListedCoin> list() {
        return ask("the list of coins", api::list, ListedCoin[].class, coins -> Arrays.stream(coins)
                .filter(coin -> coin != null && coin.id() != null)
                .toList());
    }

    private <B, T> T ask(String asked, Supplier<Response> request, Class<B> type, Function<B, T> meaning) {
        try (var response = request.get()) {
            var answer = new Answer(
                    response.getStatus(), response.getHeaderString("Retry-After"), response.readEntity(String.class));
            return meaning.apply(answer.read(reader, type, asked));
        } catch (ProcessingException e) {
            var cause = root(e);
            throw cause instanceof ConnectException || cause instanceof UnknownHostException
                    ? new CoinGeckoException.NoConnection(cause)
                    : new CoinGeckoException.NoAnswer("CoinGecko did not answer " + asked + ": " + cause, e);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CoinGeckoException.NoAnswer(
                    "CoinGecko's answer for " + asked + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }
}
