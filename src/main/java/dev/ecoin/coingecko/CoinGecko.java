package dev.ecoin.coingecko;

import io.smallrye.faulttolerance.api.ExponentialBackoff;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** Daily prices from CoinGecko: paced to the plan's rate, retried where that can help. Calls block. */
@ApplicationScoped
public class CoinGecko {

    /** CoinGecko serves daily points for ranges of this many days and more in one call. */
    public static final int DAYS_PER_CALL = 365;

    private final MarketCharts charts;
    private final CoinGeckoConfig config;
    private final Pacer pacer;
    private final Clock clock;
    private final Waiter waiter;

    CoinGecko(MarketCharts charts, CoinGeckoConfig config, Clock clock, Waiter waiter) {
        this.charts = charts;
        this.config = config;
        this.pacer = new Pacer(config.callsPerMinute().orElse(config.plan().callsPerMinute));
        this.clock = clock;
        this.waiter = waiter;
    }

    /** The first day that the configured plan shows. */
    public LocalDate firstDay() {
        return config.plan().firstDay(LocalDate.now(clock));
    }

    /**
     * The snapshots of the days in the range, ascending, in one successful call; days that CoinGecko has no snapshot of
     * are left out.
     *
     * @param beforeCall run before every call, the repeated ones too
     * @throws CoinGeckoException once retries are of no use or used up
     */
    @Retry(
            maxRetries = 3,
            delay = 500,
            jitter = 250,
            maxDuration = 1,
            durationUnit = ChronoUnit.HOURS,
            retryOn = {
                CoinGeckoException.NoConnection.class,
                CoinGeckoException.NoAnswer.class,
                CoinGeckoException.RateLimited.class
            })
    @ExponentialBackoff
    public List<DailyPoint> dailyPrices(String coin, LocalDate from, LocalDate to, Runnable beforeCall) {
        return paced(() -> {
            beforeCall.run();
            return charts.daily(coin, from, to);
        });
    }

    /**
     * Every coin that CoinGecko has, tried twice at most: somebody waits for it.
     *
     * @throws CoinGeckoException if it cannot be had
     */
    @Retry(maxRetries = 1, delay = 500, retryOn = CoinGeckoException.NoAnswer.class)
    public List<ListedCoin> listedCoins() {
        return paced(charts::list);
    }

    private <T> T paced(Supplier<T> call) {
        var permit = pacer.permit(clock.instant());
        try {
            waiter.waitUntil(permit);
            return call.get();
        } catch (CoinGeckoException.NoConnection e) {
            pacer.giveBack(permit);
            throw e;
        } catch (CoinGeckoException.RateLimited e) {
            if (e.pause().compareTo(config.longestPause()) > 0) {
                throw new CoinGeckoException.Refused(e.getMessage() + ", longer than ecoin.coingecko.longest-pause");
            }
            pacer.pauseUntil(clock.instant().plus(e.pause()));
            throw e;
        } catch (TimeoutException e) {
            throw new CoinGeckoException.NoAnswer("CoinGecko did not answer in time", e);
        } catch (CircuitBreakerOpenException e) {
            throw new CoinGeckoException.Refused("CoinGecko has failed repeatedly and is left alone for a minute");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CoinGeckoException.Refused("Interrupted while waiting for CoinGecko");
        }
    }
}
