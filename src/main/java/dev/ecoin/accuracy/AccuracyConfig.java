package dev.ecoin.accuracy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** What of a forecast is recorded to be scored. */
@ConfigMapping(prefix = "ecoin.accuracy")
public interface AccuracyConfig {

    /** Days ahead. */
    @WithDefault("1,2,3,7,14,30,90")
    List<Integer> horizons();

    /** Coverage of the prediction intervals in percent; 80 is what the drift of the intervals is told by. */
    @WithDefault("80,95")
    List<Double> levels();
}
