package dev.ecoin.forecasting.intervals;

import dev.ecoin.forecasting.series.DailySeries;
import java.time.LocalDate;
import java.util.Random;

/** Simulated prices with GARCH(1,1) volatility and Student-t shocks, similar to those of coins. */
public final class GarchPrices {

    private static final double USUAL_SIGMA = 0.04;
    private static final double REACTION = 0.12;
    private static final double PERSISTENCE = 0.85;
    private static final int FREEDOM = 5;

    private GarchPrices() {}

    public static double[] of(int days, long seed) {
        var random = new Random(seed);
        var prices = new double[days];
        double level = Math.log(100);
        double usual = USUAL_SIGMA * USUAL_SIGMA;
        double variance = usual;
        for (int t = 0; t < days; t++) {
            prices[t] = Math.exp(level);
            double change = Math.sqrt(variance) * student(random);
            level += change;
            variance = usual * (1 - REACTION - PERSISTENCE) + REACTION * change * change + PERSISTENCE * variance;
        }
        return prices;
    }

    public static DailySeries series(int days, long seed) {
        return DailySeries.of(LocalDate.of(2022, 1, 1), of(days, seed));
    }

    /** A Student-t variate with variance 1. */
    private static double student(Random random) {
        double chiSquared = 0;
        for (int i = 0; i < FREEDOM; i++) {
            double normal = random.nextGaussian();
            chiSquared += normal * normal;
        }
        return random.nextGaussian() / Math.sqrt(chiSquared / (FREEDOM - 2));
    }
}
