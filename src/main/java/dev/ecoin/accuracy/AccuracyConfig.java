package dev.ecoin.accuracy;

import dev.ecoin.configuration.Values;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import org.eclipse.microprofile.config.spi.Converter;

/** Recording and scoring of served forecasts. */
@ConfigMapping(prefix = "ecoin.accuracy")
public interface AccuracyConfig {

    /** Days ahead for which served forecasts are recorded and scored. */
    @WithDefault("1,2,3,7,14,30,90")
    List<@WithConverter(Horizon.class) Integer> horizons();

    /** Levels of the recorded prediction intervals in percent. Drift detection needs 80. */
    @WithDefault("80,95")
    List<@WithConverter(Level.class) Double> levels();

    @RegisterForReflection
    @SuppressWarnings("serial")
    final class Horizon implements Converter<Integer> {
        @Override
        public Integer convert(String text) {
            return Values.whole(text, 1, 1_000);
        }
    }

    @RegisterForReflection
    @SuppressWarnings("serial")
    final class Level implements Converter<Double> {
        @Override
        public Double convert(String text) {
            return Values.read(
                    text,
                    "percentages above 0 and below 100, separated by commas",
                    Double::valueOf,
                    level -> level > 0 && level < 100);
        }
    }
}
