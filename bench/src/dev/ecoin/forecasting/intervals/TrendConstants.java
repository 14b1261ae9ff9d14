package dev.ecoin.forecasting.intervals;

import dev.ecoin.forecasting.evaluation.PriceFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints the estimates of {@link PoolEstimator} from the daily prices of any coins, with trend effects in the format of
 * {@link TrendEffects}.
 */
final class TrendConstants {

    private TrendConstants() {}

    public static void main(String[] arguments) throws IOException {
        var coins = PriceFile.read(Path.of(arguments[0]));
        var estimate = PoolEstimator.estimate(coins, 1)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no coin of " + arguments[0] + " has " + Pool.FEWEST_MOVES + " daily moves"));
        var figures = estimate.figures();
        System.out.println("// " + String.join(", ", estimate.coins()) + ": "
                + estimate.moves() + " moves. By horizon: T8, T40, T120, |T8|, |T40|, |T120|");
        for (double[] effects : figures.trendEffects()) {
            System.out.println(format(effects) + ",");
        }
        System.out.println("means     " + format(figures.trendMeans()));
        System.out.println("weekdays  " + format(figures.weekdays()));
        System.out.println("usual move " + format(figures.usualMove()));
        System.out.println("// logarithms of quantiles at 50, 80, 95, 99%, by horizon");
        for (double[] quantiles : figures.tails()) {
            System.out.println(format(quantiles));
        }
    }

    private static String format(double... values) {
        return Arrays.stream(values)
                .mapToObj(value -> String.format(Locale.ROOT, "%.4f", value))
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
