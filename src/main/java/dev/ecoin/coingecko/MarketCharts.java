package dev.ecoin.coingecko;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ProcessingException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
        var asked = coin + " from " + from + " to " + to;
        var start = from.atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        var end = to.atTime(LATEST_SNAPSHOT).toEpochSecond(ZoneOffset.UTC);
        try (var response = api.marketChartRange(coin, "usd", start, end)) {
            var answer = new Answer(
                    response.getStatus(), response.getHeaderString("Retry-After"), response.readEntity(String.class));
            return answer.read(reader, MarketChart.class, asked).daily(from, to);
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
