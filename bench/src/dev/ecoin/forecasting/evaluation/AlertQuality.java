package dev.ecoin.forecasting.evaluation;

import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.evaluation.PastModels.PastDay;
import dev.ecoin.forecasting.paths.ModelledSeries;
import dev.ecoin.forecasting.paths.PathEvents;
import dev.ecoin.forecasting.paths.PathSimulator;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.series.DailySeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How often alerts at a probability of 0.9 come true, by models of what each past day knew. Arguments are the page's text
 * with a place for the tables, where to write it, the first day, and CSV files (coin,date,price, or a column a coin as the
 * sample has).
 */
final class AlertQuality {

    private static final double P = 0.9;
    private static final int[] HORIZONS = {1, 3, 7, 14, 30};
    private static final int[] TOUCH_HORIZONS = {7, 30};
    private static final int TOUCH_STEP = 3;
    private static final int PATHS = 1_000;

    /** Half as wide on either side of 0.9 as the range that alerts have to stay in. */
    private static final double NEAR = 0.025;

    private static final Forecaster FORECASTER =
            SarimaForecaster.automatic(7).dailyPrices().calibratedIntervals();

    /** Alerts and what came of them. */
    private static final class Tally {
        private int count;
        private int came;
        private double probability;

        void add(double p, boolean cameTrue) {
            count++;
            came += cameTrue ? 1 : 0;
            probability += p;
        }

        void add(Tally other) {
            count += other.count;
            came += other.came;
            probability += other.probability;
        }

        double share() {
            return 100.0 * came / count;
        }

        double expected() {
            return 100 * probability / count;
        }
    }

    private final DailySeries series;
    private final LocalDate first;
    private final Map<String, Tally> prices = new LinkedHashMap<>();
    private final Map<String, Tally> touches = new LinkedHashMap<>();
    private double seconds;

    private AlertQuality(DailySeries series, LocalDate first) {
        this.series = series;
        this.first = first;
    }

    public static void main(String[] arguments) throws IOException {
        var first = LocalDate.parse(arguments[2]);
        var coins = new LinkedHashMap<String, AlertQuality>();
        for (var coin : PriceFile.read(Arrays.stream(arguments).skip(3).map(Path::of).toList()).entrySet()) {
            var quality = new AlertQuality(coin.getValue(), first);
            quality.measure();
            coins.put(coin.getKey(), quality);
        }
        var last = coins.values().stream().map(quality -> quality.series.end()).min(LocalDate::compareTo).orElseThrow();
        Files.writeString(
                Path.of(arguments[1]),
                Files.readString(Path.of(arguments[0]))
                        .replace("@coins@", String.join(", ", coins.keySet()))
                        .replace("@first@", first.toString())
                        .replace("@last@", last.toString())
                        .replace("@prices@", rows(coins, quality -> quality.prices))
                        .replace("@touches@", rows(coins, quality -> quality.touches)));
        var missed = new ArrayList<String>();
        coins.forEach((coin, quality) -> {
            for (var kind : List.of(quality.prices, quality.touches)) {
                var all = kind.get("all");
                System.out.printf(Locale.ROOT, "%s: %.1f%% of %d alerts came true, %.1f%% expected%n",
                        coin, all.share(), all.count, all.expected());
                if (all.share() < 85 || all.share() > 95) {
                    missed.add(coin);
                }
            }
            System.out.printf(Locale.ROOT, "%s: %.1f s%n", coin, quality.seconds);
        });
        if (!missed.isEmpty()) {
            System.err.println("The goal is missed, 85 to 95%: " + missed);
            System.exit(1);
        }
    }

    private void measure() {
        long begun = System.nanoTime();
        for (int days : HORIZONS) {
            prices.put("above, " + days + (days == 1 ? " day" : " days"), new Tally());
            prices.put("below, " + days + (days == 1 ? " day" : " days"), new Tally());
        }
        for (int days : TOUCH_HORIZONS) {
            touches.put("rises to, within " + days + " days", new Tally());
            touches.put("falls to, within " + days + " days", new Tally());
        }
        PastModels.replay(FORECASTER, series, first, series.end(), day -> {
            prices(day);
            if (Math.floorMod(day.day().toEpochDay(), TOUCH_STEP) == 0) {
                touches(day);
            }
        });
        for (var kind : List.of(prices, touches)) {
            var all = new Tally();
            kind.values().forEach(all::add);
            kind.put("all", all);
        }
        seconds = (System.nanoTime() - begun) / 1e9;
    }

    /** Of the bound that the price is beyond with a probability of 0.9. */
    private void prices(PastDay day) {
        for (int days : HORIZONS) {
            double came = series.value(day.day().plusDays(days));
            if (!Double.isNaN(came)) {
                var distribution = day.model().distribution(days);
                var words = days + (days == 1 ? " day" : " days");
                prices.get("above, " + words).add(P, came > distribution.quantile(1 - P));
                prices.get("below, " + words).add(P, came < distribution.quantile(P));
            }
        }
    }

    /** Of the bound, tried in steps of a thousandth, that is touched with a probability of about 0.9. */
    private void touches(PastDay day) {
        for (int days : TOUCH_HORIZONS) {
            double[] later = day.day()
                    .plusDays(1)
                    .datesUntil(day.day().plusDays(days + 1L))
                    .mapToDouble(series::value)
                    .toArray();
            if (Arrays.stream(later).anyMatch(Double::isNaN)) {
                continue;
            }
            double now = series.value(day.day());
            double[][] paths = PathSimulator.of(new ModelledSeries(day.model(), day.known()))
                    .simulate(days, PATHS, day.day().toEpochDay())
                    .prices(0);
            touch(
                    "rises to, within " + days + " days",
                    paths,
                    now,
                    1,
                    Arrays.stream(later).max().orElseThrow());
            touch(
                    "falls to, within " + days + " days",
                    paths,
                    now,
                    -1,
                    Arrays.stream(later).min().orElseThrow());
        }
    }

    private void touch(String name, double[][] paths, double now, int side, double furthest) {
        double bound = 0;
        double best = Double.NaN;
        for (int step = 0; step <= 100; step++) {
            double tried = now * (1 + side * step / 1000.0);
            double p = (side > 0
                            ? PathEvents.touching(paths, tried, Double.NEGATIVE_INFINITY)
                            : PathEvents.touching(paths, Double.POSITIVE_INFINITY, tried))
                    .probability();
            if (Double.isNaN(best) || Math.abs(p - P) < Math.abs(best - P)) {
                best = p;
                bound = tried;
            }
        }
        // Within a few days some prices are never touched that surely.
        if (Math.abs(best - P) <= NEAR) {
            touches.get(name).add(best, side > 0 ? furthest >= bound : furthest <= bound);
        }
    }

    private interface Part {
        Map<String, Tally> of(AlertQuality quality);
    }

    private static String rows(Map<String, AlertQuality> coins, Part part) {
        var rows = new StringBuilder();
        coins.forEach((coin, quality) -> part.of(quality).forEach((name, tally) -> rows.append(tally.count == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "| %s | %s | %d | %.1f%% | %.1f%% |%n",
                        coin,
                        name,
                        tally.count,
                        tally.expected(),
                        tally.share()))));
        return rows.toString().stripTrailing();
    }
}
