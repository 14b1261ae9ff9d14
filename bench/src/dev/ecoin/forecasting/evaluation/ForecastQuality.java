package dev.ecoin.forecasting.evaluation;

import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.evaluation.BacktestPlan.Update;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.Selection;
import dev.ecoin.forecasting.series.DailySeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Backtests forecasters on the daily prices of a CSV (coin,date,price) and writes the tables and plots of
 * docs/forecast-quality.md. Arguments: the CSV, the page template, the output folder, the file for the scores of every
 * window, and optionally such a file from another release for comparison.
 */
final class ForecastQuality {

    private static final int TRAINING_DAYS = 730;
    private static final int HORIZON = 14;
    /** Not a multiple of a week, so that origins fall on all weekdays. */
    private static final int STEP = 5;
    private static final int VOLATILITY_DAYS = 30;
    private static final int ALL = 1_000;
    private static final int[] LONG_HORIZONS = {1, 7, 14, 30, 60, 90, 180, 365};
    private static final String SERVICE = "**the service: SARIMA, calibrated**";
    private static final String PLAIN = "SARIMA, Gaussian";
    private static final String TEAL = "#00796b";
    private static final String ORANGE = "#e65100";

    private final Map<String, DailySeries> coins;

    private ForecastQuality(Map<String, DailySeries> coins) {
        this.coins = coins;
    }

    public static void main(String[] arguments) throws IOException {
        var quality = new ForecastQuality(PriceFile.read(Path.of(arguments[0])));
        var scores = WindowScores.of(quality.coins, service());
        scores.write(Path.of(arguments[3]));
        var reference = arguments.length > 4
                ? WindowScores.read(Path.of(arguments[4]))
                : WindowScores.of(quality.coins, BaselineForecaster.of(Baseline.Method.NAIVE, 7));
        Path folder = Path.of(arguments[2]);
        Files.createDirectories(folder);
        Map<String, List<BacktestResult>> results = new LinkedHashMap<>();
        forecasters().forEach((name, forecaster) -> results.put(name, quality.results(forecaster)));
        String page = Files.readString(Path.of(arguments[1]))
                .replace("@coins@", quality.coins())
                .replace("@windows@", "" + origins(results.get(SERVICE)))
                .replace("@overall@", overall(results))
                .replace("@horizons@", byHorizon(results))
                .replace("@weekdays@", quality.byWeekday())
                .replace("@volatility@", quality.byVolatility(results))
                .replace("@newest@", newest(results))
                .replace("@reference@", arguments.length > 4 ? arguments[4] : "naive with Gaussian limits")
                .replace("@scores@", scores.table(reference))
                .replace("@long@", quality.longHorizons());
        Files.writeString(folder.resolve("forecast-quality.md"), page);
        coverageChart(results).write(folder.resolve("forecast-coverage.svg"));
        quality.limitsChart().write(folder.resolve("forecast-limits.svg"));
    }

    private static Map<String, Forecaster> forecasters() {
        var naive = BaselineForecaster.of(Baseline.Method.NAIVE, 7);
        var forecasters = new LinkedHashMap<String, Forecaster>();
        forecasters.put(SERVICE, service());
        forecasters.put(PLAIN, SarimaForecaster.automatic(7));
        forecasters.put(
                "SARIMA by AICc alone, Gaussian", SarimaForecaster.automatic(Selection.of(7).byInformationAlone()));
        forecasters.put("naive, calibrated", naive.calibratedIntervals());
        forecasters.put("naive, Gaussian", naive);
        forecasters.put("naive, robust EWMA and empirical quantiles", new RobustAverage());
        forecasters.put("drift, Gaussian", BaselineForecaster.of(Baseline.Method.DRIFT, 7));
        forecasters.put("seasonal naive, Gaussian", BaselineForecaster.of(Baseline.Method.SEASONAL_NAIVE, 7));
        return forecasters;
    }

    private static SarimaForecaster service() {
        return SarimaForecaster.automatic(7).calibratedIntervals();
    }

    private List<BacktestResult> results(Forecaster forecaster) {
        var plan = BacktestPlan.of(ALL, STEP, HORIZON).rolling(TRAINING_DAYS).with(Update.REFIT);
        return coins.values().stream()
                .map(series -> Backtest.run(forecaster, series, plan))
                .toList();
    }

    private String coins() {
        return coins.entrySet().stream()
                .map(coin -> coin.getKey() + " (" + coin.getValue().start() + " to "
                        + coin.getValue().end() + ")")
                .collect(Collectors.joining(", "));
    }

    private static int origins(List<BacktestResult> results) {
        return results.stream().mapToInt(result -> result.origins().size()).sum();
    }

    /** Means of scores, with equal weight for every window. */
    private record Pooled(
            double smape, double mase, double coverage80, double coverage95, double msis80, double msis95) {

        static Pooled of(List<Scores> scores) {
            return new Pooled(
                    mean(scores, Scores::smape),
                    mean(scores, Scores::mase),
                    mean(scores, score -> score.interval(80).coverage()),
                    mean(scores, score -> score.interval(95).coverage()),
                    mean(scores, score -> score.interval(80).msis()),
                    mean(scores, score -> score.interval(95).msis()));
        }

        private static double mean(List<Scores> scores, java.util.function.ToDoubleFunction<Scores> figure) {
            return scores.stream().mapToDouble(figure).average().orElse(Double.NaN);
        }
    }

    private static List<Scores> windows(List<BacktestResult> results) {
        return results.stream()
                .flatMap(result -> result.model().byOrigin().stream())
                .toList();
    }

    private static String overall(Map<String, List<BacktestResult>> results) {
        var table = new StringBuilder(
                "| forecaster | sMAPE | MASE | coverage 80% | coverage 95% | MSIS 80% | MSIS 95% |\n|---|---|---|---|---|---|---|\n");
        results.forEach((name, result) -> {
            Pooled pooled = Pooled.of(windows(result));
            table.append(format(
                    "| %s | %.2f | %.3f | %.1f | %.1f | %.2f | %.2f |%n",
                    name,
                    pooled.smape,
                    pooled.mase,
                    pooled.coverage80,
                    pooled.coverage95,
                    pooled.msis80,
                    pooled.msis95));
        });
        return table.toString();
    }

    private static List<Scores> atHorizon(List<BacktestResult> results, int h) {
        return results.stream()
                .map(result -> result.model().byHorizon().get(h - 1))
                .toList();
    }

    private static String byHorizon(Map<String, List<BacktestResult>> results) {
        var table = new StringBuilder("| days ahead | MASE | naive's MASE | coverage 80% | coverage 95% | MSIS 95% |"
                + " Gaussian's MSIS 95% |\n|---|---|---|---|---|---|---|\n");
        for (int h : new int[] {1, 2, 3, 5, 7, 10, 14}) {
            Pooled service = Pooled.of(atHorizon(results.get(SERVICE), h));
            table.append(format(
                    "| %d | %.3f | %.3f | %.1f | %.1f | %.2f | %.2f |%n",
                    h,
                    service.mase,
                    Pooled.of(atHorizon(results.get("naive, Gaussian"), h)).mase,
                    service.coverage80,
                    service.coverage95,
                    service.msis95,
                    Pooled.of(atHorizon(results.get(PLAIN), h)).msis95));
        }
        return table.toString();
    }

    /** One-day forecasts of naive from every day; selection nearly always keeps naive, and it is almost free to fit. */
    private String byWeekday() {
        var plan = BacktestPlan.of(ALL, 1, 1).rolling(TRAINING_DAYS).with(Update.REFIT);
        var naive = BaselineForecaster.of(Baseline.Method.NAIVE, 7);
        var calibrated = tomorrows(naive.calibratedIntervals(), plan);
        var gaussian = tomorrows(naive, plan);
        var table = new StringBuilder("| day | windows | coverage 80% | coverage 95% | MSIS 95% | Gaussian 80% |"
                + " Gaussian 95% | Gaussian's MSIS 95% |\n|---|---|---|---|---|---|---|---|\n");
        for (var day : DayOfWeek.values()) {
            Pooled ours = Pooled.of(calibrated.get(day));
            Pooled theirs = Pooled.of(gaussian.get(day));
            table.append(format(
                    "| %s | %d | %.1f | %.1f | %.2f | %.1f | %.1f | %.2f |%n",
                    day.getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                    calibrated.get(day).size(),
                    ours.coverage80,
                    ours.coverage95,
                    ours.msis95,
                    theirs.coverage80,
                    theirs.coverage95,
                    theirs.msis95));
        }
        return table.toString();
    }

    private Map<DayOfWeek, List<Scores>> tomorrows(Forecaster forecaster, BacktestPlan plan) {
        var scores = new EnumMap<DayOfWeek, List<Scores>>(DayOfWeek.class);
        for (DailySeries series : coins.values()) {
            var result = Backtest.run(forecaster, series, plan);
            for (int i = 0; i < result.origins().size(); i++) {
                scores.computeIfAbsent(result.origins().get(i).plusDays(1).getDayOfWeek(), day -> new ArrayList<>())
                        .add(result.model().byOrigin().get(i));
            }
        }
        return scores;
    }

    private record Window(double volatility, Scores service, Scores gaussian) {}

    private String byVolatility(Map<String, List<BacktestResult>> results) {
        var windows = new ArrayList<Window>();
        int coin = 0;
        for (DailySeries series : coins.values()) {
            BacktestResult service = results.get(SERVICE).get(coin);
            BacktestResult gaussian = results.get(PLAIN).get(coin++);
            for (int i = 0; i < service.origins().size(); i++) {
                windows.add(new Window(
                        volatility(series, service.origins().get(i)),
                        service.model().byOrigin().get(i),
                        gaussian.model().byOrigin().get(i)));
            }
        }
        windows.sort(Comparator.comparingDouble(Window::volatility));
        var table = new StringBuilder("| month before the origin | coverage 80% | coverage 95% | Gaussian 80% | Gaussian 95% |\n"
                + "|---|---|---|---|---|\n");
        String[] names = {"calmest third", "middle third", "wildest third"};
        for (int third = 0; third < names.length; third++) {
            var part = windows.subList(windows.size() * third / 3, windows.size() * (third + 1) / 3);
            Pooled service = Pooled.of(part.stream().map(Window::service).toList());
            Pooled gaussian = Pooled.of(part.stream().map(Window::gaussian).toList());
            table.append(format(
                    "| %s | %.1f | %.1f | %.1f | %.1f |%n",
                    names[third], service.coverage80, service.coverage95, gaussian.coverage80, gaussian.coverage95));
        }
        return table.toString();
    }

    private static double volatility(DailySeries series, LocalDate origin) {
        int end = (int) ChronoUnit.DAYS.between(series.start(), origin);
        double squares = 0;
        for (int t = end - VOLATILITY_DAYS + 1; t <= end; t++) {
            double change = Math.log(series.value(t) / series.value(t - 1));
            squares += Double.isNaN(change) ? 0 : change * change;
        }
        return squares;
    }

    private static String newest(Map<String, List<BacktestResult>> results) {
        Pooled pooled = Pooled.of(results.get(SERVICE).stream()
                .flatMap(result -> {
                    var scores = result.model().byOrigin();
                    return scores.subList(Math.max(0, scores.size() - 2), scores.size()).stream();
                })
                .toList());
        return format("%.1f%% and %.1f%%", pooled.coverage80, pooled.coverage95);
    }

    private String longHorizons() {
        var plan = BacktestPlan.of(ALL, HORIZON, LONG_HORIZONS[LONG_HORIZONS.length - 1])
                .rolling(TRAINING_DAYS)
                .with(Update.REFIT);
        var service = coins.values().stream()
                .map(series -> Backtest.run(service(), series, plan))
                .toList();
        var table = new StringBuilder(
                "| days ahead | windows | coverage 80% | coverage 95% |\n|---|---|---|---|\n");
        for (int h : LONG_HORIZONS) {
            Pooled pooled = Pooled.of(atHorizon(service, h));
            table.append(
                    format("| %d | %d | %.1f | %.1f |%n", h, origins(service), pooled.coverage80, pooled.coverage95));
        }
        return table.toString();
    }

    private static Chart coverageChart(Map<String, List<BacktestResult>> results) {
        var chart = new Chart("Coverage by days ahead, in percent", 1, HORIZON, 60, 100, Math::rint, " days");
        var days = new double[HORIZON];
        var nominal = new double[2][HORIZON];
        for (int h = 0; h < HORIZON; h++) {
            days[h] = h + 1.0;
            nominal[0][h] = 80;
            nominal[1][h] = 95;
        }
        chart.line(days, nominal[0], "#999", "4 3", "");
        chart.line(days, nominal[1], "#999", "4 3", "nominal");
        for (String name : List.of(SERVICE, PLAIN)) {
            for (int level : new int[] {80, 95}) {
                var coverage = new double[HORIZON];
                for (int h = 0; h < HORIZON; h++) {
                    Pooled pooled = Pooled.of(atHorizon(results.get(name), h + 1));
                    coverage[h] = level == 80 ? pooled.coverage80 : pooled.coverage95;
                }
                boolean service = name.equals(SERVICE);
                chart.line(
                        days, coverage, service ? TEAL : ORANGE, "", level == 95 ? "" : service ? "calibrated" : "Gaussian");
            }
        }
        return chart;
    }

    /** The first coin's price over the last two years, and the limits for one to fourteen days from every 14th day. */
    private Chart limitsChart() {
        var coin = coins.entrySet().iterator().next();
        DailySeries series = coin.getValue();
        int size = series.size();
        int from = size - TRAINING_DAYS;
        double highest = 0;
        for (int t = from; t < size; t++) {
            highest = Double.isNaN(series.value(t)) ? highest : Math.max(highest, series.value(t));
        }
        double top = Math.ceil(highest * 1.25 / 10_000) * 10_000;
        var chart = new Chart(
                coin.getKey() + ": price in USD, and the 95% limits given 1 to 14 days before",
                from - size,
                0,
                0,
                top > 20_000 ? top : highest * 1.25,
                Math::rint,
                " days");
        var plan = service();
        for (int origin = from; origin + HORIZON < size; origin += HORIZON) {
            var known = series.between(
                    series.start().plusDays(origin - TRAINING_DAYS + 1L), series.start().plusDays(origin));
            var forecast = plan.fit(known).forecast(HORIZON, 95);
            var days = new double[HORIZON];
            for (int h = 0; h < HORIZON; h++) {
                days[h] = origin + h + 1.0 - size;
            }
            chart.band(days, forecast.lower()[0], forecast.upper()[0], TEAL, origin == from ? "95% limits" : "");
        }
        var days = new double[size - from];
        var prices = new double[size - from];
        double last = series.value(from);
        for (int t = from; t < size; t++) {
            days[t - from] = t - size;
            last = Double.isNaN(series.value(t)) ? last : series.value(t);
            prices[t - from] = last;
        }
        chart.line(days, prices, "#222", "", "price");
        return chart;
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
