package dev.ecoin.training;

import dev.ecoin.configuration.Values;
import dev.ecoin.configuration.Values.AtLeastOne;
import dev.ecoin.configuration.Values.AtLeastZero;
import dev.ecoin.configuration.Values.Cron;
import dev.ecoin.configuration.Values.PositiveDuration;
import dev.ecoin.configuration.Values.PositiveNumber;
import dev.ecoin.forecasting.ModelFamilies;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/** Training: its schedule, models, threads, gate and retention. */
@ConfigMapping(prefix = "ecoin.training")
public interface TrainingConfig {

    /** Schedule of the nightly training in UTC. The training waits for a crawl that is still running. */
    @WithConverter(Cron.class)
    String schedule();

    /**
     * Schedule of the estimation of what coins have in common, in UTC. The first one also happens at the start or with the
     * nightly training, as soon as there are enough coins.
     */
    @WithConverter(Cron.class)
    String poolSchedule();

    /**
     * Order of the models. {@code auto} selects it by AICc and keeps the random walk unless another order is clearly
     * better.
     */
    @WithDefault("auto")
    @WithConverter(Order.class)
    String order();

    /** Days in a season for the automatic selection; 1 for no season. */
    @WithDefault("7")
    @WithConverter(Period.class)
    int period();

    /**
     * Trainings, advances and backtests at the same time, in the service and in commands; by default cores minus one.
     */
    @WithConverter(AtLeastOne.class)
    Optional<Integer> threads();

    /** Time that the nightly training waits for a running crawl before it trains on the stored prices. */
    @WithDefault("3h")
    @WithConverter(PositiveDuration.class)
    Duration crawlPatience();

    Gate gate();

    Keep keep();

    /** The test on the past that a model must pass before it serves. */
    interface Gate {

        /** Maximum ratio of the model's error (MASE) to that of naive (tomorrow's price is today's). */
        @WithDefault("1.1")
        @WithConverter(PositiveNumber.class)
        double worstRatio();

        /** Maximum number of origins: the newest ones that can be scored in full. */
        @WithDefault("12")
        @WithConverter(AtLeastOne.class)
        int windows();

        /** Days between origins. */
        @WithDefault("14")
        @WithConverter(AtLeastOne.class)
        int step();

        /** Days forecast from each origin. */
        @WithDefault("14")
        @WithConverter(AtLeastOne.class)
        int horizon();
    }

    /** Retention for each coin. The active model and its possible substitutes are always kept. */
    interface Keep {

        /** Number of newest models to keep of each coin. */
        @WithDefault("90")
        @WithConverter(AtLeastZero.class)
        int models();

        /** Number of newest states to keep of each coin. Each state reproduces the forecast of its day. */
        @WithDefault("400")
        @WithConverter(AtLeastZero.class)
        int states();

        /** Number of newest runs to keep of each coin. */
        @WithDefault("1000")
        @WithConverter(AtLeastZero.class)
        int runs();
    }

    @RegisterForReflection
    @SuppressWarnings("serial")
    final class Order implements Converter<String> {
        @Override
        public String convert(String text) {
            return Values.read(
                    text,
                    "auto, or an order as (p,d,q)(P,D,Q)m, such as (0,1,1) or (1,1,1)(1,0,1)7",
                    ModelFamilies::checked,
                    name -> true);
        }
    }

    @RegisterForReflection
    @SuppressWarnings("serial")
    final class Period implements Converter<Integer> {
        @Override
        public Integer convert(String text) {
            return Values.whole(text, 1, SarimaOrder.MAX_PERIOD);
        }
    }
}
