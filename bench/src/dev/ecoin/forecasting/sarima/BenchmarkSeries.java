package dev.ecoin.forecasting.sarima;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Series for the benchmarks: AirPassengers, and log prices of a coin from a file or simulated. */
final class BenchmarkSeries {

    /** Monthly airline passengers 1949-1960 in thousands (Box and Jenkins 1976, series G). */
    private static final double[] PASSENGERS = {
        112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133,
        114, 140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166, 171, 180, 193, 181, 183, 218, 230, 242,
        209, 191, 172, 194, 196, 196, 236, 235, 229, 243, 264, 272, 237, 211, 180, 201, 204, 188, 235, 227, 234, 264,
        302, 293, 259, 229, 203, 229, 242, 233, 267, 269, 270, 315, 364, 347, 312, 274, 237, 278, 284, 277, 317, 313,
        318, 374, 413, 405, 355, 306, 271, 306, 315, 301, 356, 348, 355, 422, 465, 467, 404, 347, 305, 336, 340, 318,
        362, 348, 363, 435, 491, 505, 404, 359, 310, 337, 360, 342, 406, 396, 420, 472, 548, 559, 463, 407, 362, 405,
        417, 391, 419, 461, 472, 535, 622, 606, 508, 461, 390, 432
    };

    private BenchmarkSeries() {}

    static double[] airPassengers() {
        var logs = new double[PASSENGERS.length];
        for (int t = 0; t < logs.length; t++) {
            logs[t] = Math.log(PASSENGERS[t]);
        }
        return logs;
    }

    /**
     * The latest log prices: from the CSV (coin,date,price) named by the system property {@code prices}, or else
     * simulated, with slowly changing volatility and little autocorrelation.
     */
    static double[] logPrices(int days) {
        String file = System.getProperty("prices");
        if (file == null) {
            return simulated(days);
        }
        try {
            double[] all = Files.readAllLines(Path.of(file)).stream()
                    .skip(1)
                    .mapToDouble(line -> Math.log(Double.parseDouble(line.substring(line.lastIndexOf(',') + 1))))
                    .toArray();
            var newest = new double[days];
            System.arraycopy(all, all.length - days, newest, 0, days);
            return newest;
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read the prices in " + file, e);
        }
    }

    /** A simulated integrated autoregression with one in {@code every} values missing, at random places. */
    static double[] withGaps(int n, int every) {
        var random = new Random(7);
        var values = new double[n];
        double change = 0;
        double before = 0;
        double level = 0;
        double last = 0;
        for (int t = 0; t < n; t++) {
            double shock = random.nextGaussian();
            double next = 0.5 * change + 0.2 * before + shock - 0.4 * last;
            before = change;
            change = next;
            last = shock;
            level += change;
            values[t] = random.nextInt(every) == 0 ? Double.NaN : level;
        }
        return values;
    }

    private static double[] simulated(int days) {
        var random = new Random(20240229);
        var logs = new double[days];
        double level = Math.log(0.5);
        double logVariance = Math.log(0.0016);
        double last = 0;
        for (int t = 0; t < days; t++) {
            logVariance += 0.05 * (Math.log(0.0016) - logVariance) + 0.25 * random.nextGaussian();
            double shock = Math.exp(0.5 * logVariance) * random.nextGaussian();
            level += shock - 0.06 * last;
            last = shock;
            logs[t] = level;
        }
        return logs;
    }
}
