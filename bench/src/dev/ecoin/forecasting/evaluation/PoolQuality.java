package dev.ecoin.forecasting.evaluation;

import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.intervals.Pool;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.series.DailySeries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compares forecasts with and without a pool, on coins that are not in it. Arguments: training days, {@code auto} or
 * {@code naive}, the file with the pool's coins, and files with other coins. The pool for a year is estimated from
 * earlier years.
 */
final class PoolQuality {

    private static final int STEP = 3;

    private PoolQuality() {}

    public static void main(String[] arguments) throws IOException {
        int days = Integer.parseInt(arguments[0]);
        Forecaster forecaster = arguments[1].equals("auto")
                ? SarimaForecaster.automatic(7).calibratedIntervals().dailyPrices()
                : BaselineForecaster.of(Baseline.Method.NAIVE, 7).calibratedIntervals();
        var members = PriceFile.read(Path.of(arguments[2]));
        Map<String, DailySeries> others = new LinkedHashMap<>();
        for (int i = 3; i < arguments.length; i++) {
            others.putAll(PriceFile.read(Path.of(arguments[i])));
        }
        others.keySet().removeAll(members.keySet());
        var pools = new HashMap<Integer, Optional<Pool>>();
        var with = WindowScores.of(others, days, STEP, origin -> pools.computeIfAbsent(
                        origin.getYear(), year -> pool(members, year))
                .map(forecaster::with));
        var without = WindowScores.of(others, days, STEP, origin -> Optional.of(forecaster));
        System.out.println("Pool: " + String.join(", ", members.keySet()) + "; scored: "
                + String.join(", ", others.keySet()) + "; " + days + " days of training\n");
        System.out.println(with.table(without));
    }

    private static Optional<Pool> pool(Map<String, DailySeries> members, int year) {
        LocalDate last = LocalDate.of(year - 1, 12, 31);
        var known = new LinkedHashMap<String, DailySeries>();
        members.forEach((coin, series) -> {
            if (series.start().isBefore(last)) {
                known.put(coin, series.between(series.start(), last));
            }
        });
        return Pool.estimate(known)
                .map(estimate -> Pool.of(
                        new Pool.Version(year, last, estimate.coins().size()), estimate.figures()));
    }
}
