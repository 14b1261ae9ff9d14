package dev.ecoin.fitting;

import dev.ecoin.configuration.Values.PositiveDuration;
import dev.ecoin.configuration.Values.YesOrNo;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Fits and backtests of series that clients send. */
@ConfigMapping(prefix = "ecoin.fit")
public interface FitConfig {

    /** Whether all callers who may read may send series to {@code POST /fit} and {@code POST /backtest}; the operator always may. */
    @WithDefault("false")
    @WithConverter(YesOrNo.class)
    boolean enabled();

    /** Time that the fit or the backtest of one series may take before it is ended. */
    @WithDefault("5s")
    @WithConverter(PositiveDuration.class)
    Duration timeout();
}
