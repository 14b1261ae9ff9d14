package dev.ecoin.forecasting.paths;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineForecaster;
import dev.ecoin.forecasting.evaluation.PriceFile;
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
import java.util.stream.IntStream;
import org.ojalgo.function.special.ErrorFunction;

/**
 * Backtests answers from simulated paths: one-day value at risk and expected shortfall of each coin and of an equally
 * weighted portfolio of two, and probabilities of touching a bound within 30 days. Arguments: the page template, the
 * output file, the first origin, and CSV files (coin,date,price, or a column per coin like the sample).
 */
final class RiskQuality {

    private static final int TRAINING_DAYS = 730;
    private static final int REFIT_DAYS = 30;
    private static final int VAR_PATHS = 10_000;
    private static final int TOUCH_PATHS = 2_000;
    private static final int TOUCH_DAYS = 30;
    private static final int TOUCH_STEP = 5;
    private static final int DECILES = 10;
    private static final double[] LEVELS = {95, 99};
    private static final double[] FACTORS = {0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.05, 1.1, 1.15, 1.2, 1.3, 1.5};

    /** The service's usual model of daily prices; it needs no parameter search. */
    private final Forecaster forecaster =
            BaselineForecaster.of(Baseline.Method.NAIVE, 7).calibratedIntervals();

    private final List<String> ids;
    private final List<DailySeries> coins;

    private RiskQuality(Map<String, DailySeries> coins) {
        this.ids = List.copyOf(coins.keySet());
        this.coins = List.copyOf(coins.values());
    }

    public static void main(String[] arguments) throws IOException {
        var quality = new RiskQuality(PriceFile.read(Arrays.stream(arguments).skip(3).map(Path::of).toList()));
        var first = LocalDate.parse(arguments[2]);
        var values = new StringBuilder();
        var portfolios = new LinkedHashMap<String, double[]>();
        for (int i = 0; i < quality.ids.size(); i++) {
            var weights = new double[quality.ids.size()];
            weights[i] = 1;
            portfolios.put(quality.ids.get(i), weights);
        }
        var equal = new double[quality.ids.size()];
        Arrays.fill(equal, 1.0 / equal.length);
        portfolios.put("all in equal parts", equal);
        var losses = quality.losses(first, portfolios);
        losses.forEach((name, tests) -> tests.forEach(test -> values.append(test.row(name))));
        var touches = quality.touches(first);
        var last = quality.coins.stream().map(DailySeries::end).min(LocalDate::compareTo).orElseThrow();
        Files.writeString(
                Path.of(arguments[1]),
                Files.readString(Path.of(arguments[0]))
                        .replace("@coins@", String.join(", ", quality.ids))
                        .replace("@first@", first.toString())
                        .replace("@last@", last.toString())
                        .replace("@value-at-risk@", values.toString().stripTrailing())
                        .replace("@touch@", touches));
    }

    /** A model that was fitted some days ago and advanced since, as in the service. */
    private FittedModel model(DailySeries series, LocalDate origin) {
        long age = Math.floorMod(origin.toEpochDay(), REFIT_DAYS);
        var fitted = forecaster.fit(known(series, origin.minusDays(age)));
        return age == 0 ? fitted : fitted.advance(series.between(origin.minusDays(age - 1), origin));
    }

    private static DailySeries known(DailySeries series, LocalDate origin) {
        var from = origin.minusDays(TRAINING_DAYS - 1L);
        return series.between(from.isBefore(series.start()) ? series.start() : from, origin);
    }

    private PathSimulator simulator(LocalDate origin) {
        return PathSimulator.of(coins.stream()
                .map(series -> new ModelledSeries(model(series, origin), known(series, origin)))
                .toList());
    }

    /** Losses by portfolio and level; weights are shares of value. */
    private Map<String, List<Losses>> losses(LocalDate first, Map<String, double[]> portfolios) {
        var result = new LinkedHashMap<String, List<Losses>>();
        portfolios.keySet().forEach(name -> result.put(
                name, Arrays.stream(LEVELS).mapToObj(Losses::new).toList()));
        var last = coins.stream().map(DailySeries::end).min(LocalDate::compareTo).orElseThrow();
        for (var origin = first; origin.isBefore(last); origin = origin.plusDays(1)) {
            var day = origin;
            var paths = simulator(origin).simulate(1, VAR_PATHS, origin.toEpochDay());
            var now = coins.stream().mapToDouble(series -> series.value(day)).toArray();
            var next = coins.stream().mapToDouble(series -> series.value(day.plusDays(1))).toArray();
            portfolios.forEach((name, weights) -> {
                var amounts = IntStream.range(0, now.length).mapToDouble(i -> weights[i] / now[i]).toArray();
                double loss = 1 - IntStream.range(0, now.length).mapToDouble(i -> amounts[i] * next[i]).sum();
                var portfolio = PortfolioPaths.of(paths, amounts, now);
                result.get(name).forEach(losses -> losses.add(portfolio.risk(losses.level), loss));
            });
        }
        return result;
    }

    /** Losses beyond the value at risk of one level, by day. */
    private static final class Losses {

        private final double level;
        private final List<Boolean> violations = new ArrayList<>();
        private double shortfall;
        private double loss;

        Losses(double level) {
            this.level = level;
        }

        void add(PortfolioPaths.TailRisk risk, double lost) {
            boolean violated = lost > risk.valueAtRisk();
            violations.add(violated);
            if (violated) {
                shortfall += risk.expectedShortfall();
                loss += lost;
            }
        }

        String row(String name) {
            int n = violations.size();
            long x = violations.stream().filter(each -> each).count();
            return String.format(
                    Locale.ROOT,
                    "| %s | %.0f%% | %d | %.2f%% | %.3f | %.3f | %.3f |%n",
                    name,
                    level,
                    n,
                    100.0 * x / n,
                    chance(kupiec(n, x)),
                    chance(christoffersen()),
                    loss / shortfall);
        }

        /** Likelihood ratio test of the number of violations (Kupiec 1995), one degree of freedom. */
        private double kupiec(int n, long x) {
            double p = 1 - level / 100;
            return 2 * (logLikelihood(n - x, x, (double) x / n) - logLikelihood(n - x, x, p));
        }

        /** Likelihood ratio test of independence from the previous day (Christoffersen 1998), one degree of freedom. */
        private double christoffersen() {
            var counts = new long[2][2];
            for (int t = 1; t < violations.size(); t++) {
                counts[violations.get(t - 1) ? 1 : 0][violations.get(t) ? 1 : 0]++;
            }
            double after0 = (double) counts[0][1] / (counts[0][0] + counts[0][1]);
            double after1 = (double) counts[1][1] / (counts[1][0] + counts[1][1]);
            double always = (double) (counts[0][1] + counts[1][1]) / (violations.size() - 1);
            return 2 * (logLikelihood(counts[0][0], counts[0][1], after0)
                    + logLikelihood(counts[1][0], counts[1][1], after1)
                    - logLikelihood(counts[0][0] + counts[1][0], counts[0][1] + counts[1][1], always));
        }

        private static double logLikelihood(long without, long with, double probability) {
            return (without == 0 ? 0 : without * Math.log(1 - probability))
                    + (with == 0 ? 0 : with * Math.log(probability));
        }

        /** Upper tail of a chi-square distribution with one degree of freedom. */
        private static double chance(double ratio) {
            return ErrorFunction.erfc(Math.sqrt(Math.max(0, ratio) / 2));
        }
    }

    /** Probabilities of touching bounds by decile, with observed frequencies. */
    private String touches(LocalDate first) {
        var predicted = new double[DECILES];
        var touched = new int[DECILES];
        var counts = new int[DECILES];
        double brier = 0;
        double climate = 0;
        int all = 0;
        int happened = 0;
        for (var series : coins) {
            for (var origin = first; !origin.plusDays(TOUCH_DAYS).isAfter(series.end()); origin = origin.plusDays(TOUCH_STEP)) {
                var simulator = PathSimulator.of(new ModelledSeries(model(series, origin), known(series, origin)));
                double[][] prices =
                        simulator.simulate(TOUCH_DAYS, TOUCH_PATHS, origin.toEpochDay()).prices(0);
                double now = series.value(origin);
                double highest = 0;
                double lowest = Double.POSITIVE_INFINITY;
                for (int day = 1; day <= TOUCH_DAYS; day++) {
                    highest = Math.max(highest, series.value(origin.plusDays(day)));
                    lowest = Math.min(lowest, series.value(origin.plusDays(day)));
                }
                for (double factor : FACTORS) {
                    double bound = factor * now;
                    double p = (factor > 1
                                    ? PathEvents.touching(prices, bound, Double.NEGATIVE_INFINITY)
                                    : PathEvents.touching(prices, Double.POSITIVE_INFINITY, bound))
                            .probability();
                    boolean came = factor > 1 ? highest >= bound : lowest <= bound;
                    int decile = Math.min(DECILES - 1, (int) (DECILES * p));
                    predicted[decile] += p;
                    counts[decile]++;
                    touched[decile] += came ? 1 : 0;
                    brier += Math.pow(p - (came ? 1 : 0), 2);
                    all++;
                    happened += came ? 1 : 0;
                }
            }
        }
        double rate = (double) happened / all;
        climate = rate * (1 - rate);
        var rows = new StringBuilder();
        for (int k = 0; k < DECILES; k++) {
            if (counts[k] > 0) {
                rows.append(String.format(
                        Locale.ROOT,
                        "| %d to %d%% | %d | %.1f%% | %.1f%% |%n",
                        k * DECILES,
                        (k + 1) * DECILES,
                        counts[k],
                        100 * predicted[k] / counts[k],
                        100.0 * touched[k] / counts[k]));
            }
        }
        rows.append(String.format(
                Locale.ROOT,
                "%nBrier score %.4f, against %.4f of always forecasting the mean rate, %.1f%%.",
                brier / all,
                climate,
                100 * rate));
        return rows.toString();
    }
}
