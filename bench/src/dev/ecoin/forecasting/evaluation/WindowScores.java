package dev.ecoin.forecasting.evaluation;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.series.DailySeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Scores of a forecaster's distribution of log returns, for forecasts from every third day after 730 training days.
 * Standard errors are clustered by date, because coins move together.
 */
final class WindowScores {

    private static final int TRAINING_DAYS = 730;
    private static final int STEP = 3;
    private static final int[] HORIZONS = {1, 3, 7, 14, 30};
    private static final int LONGEST = 30;
    private static final int VOLATILITY_DAYS = 30;

    /** Weight of an exponential average over about 40 days, whose trend groups the windows. */
    private static final double TREND_WEIGHT = 0.025;

    /** Levels whose limits are the percentiles that the CRPS is computed from. */
    private static final double[] PERCENTILES = new double[49];

    private static final double[] LEVELS = {80, 95};

    static {
        Arrays.setAll(PERCENTILES, i -> 2.0 * (i + 1));
    }

    /**
     * @param trend average return over average absolute return, over about 40 days before the origin
     * @param volatility root mean square of the daily returns of the 30 days before the origin
     * @param crps continuous ranked probability score (Gneiting and Raftery 2007), as twice the mean pinball loss of
     *     the percentiles
     * @param interval80 interval score of the 80% limits
     * @param covered80 1 if the return was within them, else 0
     */
    private record Window(
            String coin,
            LocalDate origin,
            int horizon,
            double trend,
            double volatility,
            double crps,
            double interval80,
            double interval95,
            double covered80,
            double covered95) {

        String key() {
            return coin + origin + horizon;
        }

        String line() {
            return String.join(
                    ",",
                    coin,
                    origin.toString(),
                    "" + horizon,
                    "" + trend,
                    "" + volatility,
                    "" + crps,
                    "" + interval80,
                    "" + interval95,
                    "" + covered80,
                    "" + covered95);
        }

        static Window parse(String line) {
            String[] fields = line.split(",");
            double[] numbers =
                    Arrays.stream(fields).skip(3).mapToDouble(Double::parseDouble).toArray();
            return new Window(
                    fields[0],
                    LocalDate.parse(fields[1]),
                    Integer.parseInt(fields[2]),
                    numbers[0],
                    numbers[1],
                    numbers[2],
                    numbers[3],
                    numbers[4],
                    numbers[5],
                    numbers[6]);
        }
    }

    private final List<Window> windows;

    private WindowScores(List<Window> windows) {
        this.windows = windows;
    }

    static WindowScores of(Map<String, DailySeries> coins, Forecaster forecaster) {
        return of(coins, TRAINING_DAYS, STEP, origin -> Optional.of(forecaster));
    }

    /**
     * Scores with other windows and forecasters.
     *
     * @param days training days, starting with the first day that has as many before it
     * @param forecasters by origin, empty for an origin that is not scored
     */
    static WindowScores of(
            Map<String, DailySeries> coins, int days, int step, Function<LocalDate, Optional<Forecaster>> forecasters) {
        var windows = new ArrayList<Window>();
        coins.forEach((coin, series) -> {
            for (int t = days - 1; t + LONGEST < series.size(); t += step) {
                if (!Double.isNaN(series.value(t))) {
                    LocalDate origin = series.start().plusDays(t);
                    var known = series.between(origin.minusDays(days - 1L), origin);
                    int last = t;
                    forecasters.apply(origin)
                            .ifPresent(forecaster -> add(windows, coin, series, last, forecaster.fit(known)));
                }
            }
        });
        return new WindowScores(windows);
    }

    private static void add(List<Window> windows, String coin, DailySeries series, int t, FittedModel model) {
        LocalDate origin = series.start().plusDays(t);
        Forecast percentiles = model.forecast(LONGEST, PERCENTILES);
        Forecast limits = model.forecast(LONGEST, LEVELS);
        double size = 0;
        double move = 0;
        double squares = 0;
        for (int i = Math.max(1, t - TRAINING_DAYS + 2); i <= t; i++) {
            double change = Math.log(series.value(i) / series.value(i - 1));
            if (!Double.isNaN(change)) {
                size += TREND_WEIGHT * (Math.abs(change) - size);
                move += TREND_WEIGHT * (change - move);
                squares += i > t - VOLATILITY_DAYS ? change * change : 0;
            }
        }
        for (int h : HORIZONS) {
            double last = series.value(t);
            double outcome = Math.log(series.value(t + h) / last);
            if (Double.isNaN(outcome)) {
                continue;
            }
            double loss = pinball(outcome, Math.log(percentiles.median(h - 1) / last), 0.5);
            for (int k = 0; k < PERCENTILES.length; k++) {
                double probability = 0.5 - PERCENTILES[k] / 200;
                loss += pinball(outcome, Math.log(percentiles.lower(k, h - 1) / last), probability);
                loss += pinball(outcome, Math.log(percentiles.upper(k, h - 1) / last), 1 - probability);
            }
            var scores = new double[2];
            var covered = new double[2];
            for (int k = 0; k < LEVELS.length; k++) {
                double lower = Math.log(limits.lower(k, h - 1) / last);
                double upper = Math.log(limits.upper(k, h - 1) / last);
                double outside = Math.max(0, Math.max(lower - outcome, outcome - upper));
                covered[k] = outside == 0 ? 1 : 0;
                scores[k] = upper - lower + 2 / (1 - LEVELS[k] / 100) * outside;
            }
            windows.add(new Window(
                    coin,
                    origin,
                    h,
                    size > 0 ? move / size : 0,
                    Math.sqrt(squares / VOLATILITY_DAYS),
                    2 * loss / (2 * PERCENTILES.length + 1),
                    scores[0],
                    scores[1],
                    covered[0],
                    covered[1]));
        }
    }

    private static double pinball(double outcome, double quantile, double probability) {
        return ((outcome < quantile ? 1 : 0) - probability) * (quantile - outcome);
    }

    void write(Path file) throws IOException {
        Files.write(file, windows.stream().map(Window::line).toList());
    }

    static WindowScores read(Path file) throws IOException {
        return new WindowScores(Files.readAllLines(file).stream().map(Window::parse).toList());
    }

    /**
     * By horizon, year, volatility and trend, with the differences from another forecaster's scores on the same
     * windows.
     */
    String table(WindowScores other) {
        Map<String, Window> others = new HashMap<>();
        other.windows.forEach(window -> others.put(window.key(), window));
        var common = windows.stream()
                .filter(window -> others.containsKey(window.key()))
                .toList();
        var table = new StringBuilder("| windows | number | CRPS | interval score 95% | coverage 80% | coverage 95% | CRPS, difference"
                + " in % | interval score, difference in % |\n|---|---|---|---|---|---|---|---|\n");
        groups(common).forEach((name, group) -> table.append(row(
                name, common.stream().filter(group).toList(), others)));
        return table.toString();
    }

    private static Map<String, Predicate<Window>> groups(List<Window> windows) {
        double[] trends = sorted(windows, window -> Math.abs(window.trend));
        double[] signed = sorted(windows, Window::trend);
        double[] volatilities = sorted(windows, Window::volatility);
        var groups = new LinkedHashMap<String, Predicate<Window>>();
        groups.put("**all**", window -> true);
        for (int h : HORIZONS) {
            groups.put(h + (h == 1 ? " day ahead" : " days ahead"), window -> window.horizon == h);
        }
        windows.stream()
                .map(window -> window.origin.getYear())
                .distinct()
                .sorted()
                .forEach(year -> groups.put("" + year, window -> window.origin.getYear() == year));
        double calm = quantile(volatilities, 1 / 3.0);
        double wild = quantile(volatilities, 2 / 3.0);
        groups.put("calmest third", window -> window.volatility <= calm);
        groups.put("middle third", window -> window.volatility > calm && window.volatility <= wild);
        groups.put("wildest third", window -> window.volatility > wild);
        double half = quantile(trends, 0.5);
        double strong = quantile(trends, 0.9);
        groups.put("weaker half of trends", window -> Math.abs(window.trend) <= half);
        groups.put("stronger trends, below the strongest tenth", window -> Math.abs(window.trend) > half && Math.abs(window.trend) <= strong);
        groups.put("tenth of the strongest trends", window -> Math.abs(window.trend) > strong);
        double down = quantile(signed, 0.1);
        double up = quantile(signed, 0.9);
        groups.put("tenth of the strongest falls", window -> window.trend <= down);
        groups.put("tenth of the strongest rises", window -> window.trend > up);
        return groups;
    }

    private static double[] sorted(List<Window> windows, ToDoubleFunction<Window> figure) {
        return windows.stream().mapToDouble(figure).sorted().toArray();
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[(int) (share * (sorted.length - 1))];
    }

    private static String row(String name, List<Window> group, Map<String, Window> others) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %s | %s | %s | %s |%n",
                name,
                group.size(),
                mean(group, window -> 100 * window.crps, 2),
                mean(group, window -> 100 * window.interval95, 1),
                mean(group, window -> 100 * window.covered80, 1),
                mean(group, window -> 100 * window.covered95, 1),
                difference(group, others, Window::crps),
                difference(group, others, Window::interval95));
    }

    /** A mean with its standard error clustered by date. */
    private static String mean(List<Window> group, ToDoubleFunction<Window> figure, int decimals) {
        double mean = group.stream().mapToDouble(figure).average().orElse(Double.NaN);
        Map<LocalDate, Double> byDate = group.stream()
                .collect(Collectors.groupingBy(
                        Window::origin, Collectors.summingDouble(window -> figure.applyAsDouble(window) - mean)));
        double squares = byDate.values().stream().mapToDouble(sum -> sum * sum).sum();
        return String.format(
                Locale.ROOT, "%." + decimals + "f (%." + decimals + "f)", mean, Math.sqrt(squares) / group.size());
    }

    private static String difference(
            List<Window> group, Map<String, Window> others, ToDoubleFunction<Window> figure) {
        double theirs = group.stream()
                .mapToDouble(window -> figure.applyAsDouble(others.get(window.key())))
                .average()
                .orElse(Double.NaN);
        return mean(
                group,
                window -> 100
                        * (figure.applyAsDouble(window) - figure.applyAsDouble(others.get(window.key())))
                        / theirs,
                2);
    }
}
