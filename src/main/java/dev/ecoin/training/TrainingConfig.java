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

/** What to fit, when, with how many threads, and how long to keep it. */
@ConfigMapping(prefix = "ecoin.training")
public interface TrainingConfig {

    /** Cron expression of Quarkus (seconds first) in UTC, or {@code off}. A crawl still running is waited for. */
    @WithConverter(Cron.class)
    String schedule();

    /** {@code auto} to select the order by AICc, or an order as (p,d,q)(P,D,Q)m. */
    @WithDefault("auto")
    @WithConverter(Order.class)
    String order();

    /** Days in a season for the automatic selection, 1 for none. */
    @WithDefault("7")
    @WithConverter(Period.class)
    int period();

    /** Coins trained at the same time, by the engine and for a caller that waits; by default one less than cores. */
    @WithConverter(AtLeastOne.class)
    Optional<Integer> threads();

    /** How long the nightly training waits for a crawl that has not ended; after it, what is there is trained. */
    @WithDefault("3h")
    @WithConverter(PositiveDuration.class)
    Duration crawlPatience();

    Gate gate();

    Keep keep();

    /** What a model has to show on the past before it serves. */
    interface Gate {

        /** Mean absolute scaled error over that of naive (tomorrow's price is today's) that is still let pass. */
        @WithDefault("1.1")
        @WithConverter(PositiveNumber.class)
        double worstRatio();

        /** Origins at most, the newest ones that can be scored in full. */
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

    /** How much of the past to keep of each coin; what serves and what could stand in for it is always kept. */
    interface Keep {

        /** Newest models. */
        @WithDefault("90")
        @WithConverter(AtLeastZero.class)
        int models();

        /** Newest states, each of which can tell again what was forecast on its day. */
        @WithDefault("400")
        @WithConverter(AtLeastZero.class)
        int states();

        /** Newest runs. */
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
