package dev.ecoin.forecasting.intervals;

import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.ojalgo.matrix.decomposition.Cholesky;
import org.ojalgo.matrix.store.R064Store;

/**
 * Estimates a {@link Pool} from the daily prices of several coins, each modelled as a random walk.
 *
 * <p>Effects of trends: for every day of a coin with 120 moves before it and h after it, y is the mean absolute value
 * of those h moves divided by its expected size, at most 12; mu = exp(b.x), where x is 1, the trends and their absolute
 * values. The effects minimise sum(y / mu + log mu), a quasi-likelihood valid for any distribution of y with mean mu,
 * plus a hundredth of the sum of squared effects; by Newton's method. Coins move together, so a few of them carry
 * little information on trends and tails, however long their histories: both are shrunk toward the built-in constants.
 */
final class PoolEstimator {

    /** Number of moves needed to determine trends. */
    private static final int FEWEST_BEFORE = 120;

    private static final double LARGEST = 12;
    private static final double RIDGE = 0.01;
    private static final int ITERATIONS = 50;
    /** The level and the effects. */
    private static final int SIZE = 1 + TrendEffects.COUNT;

    /** Maximum number of moves per coin, the most recent ones: six years. */
    private static final int HISTORY = 2191;

    /** Weekdays change over the years, so their sizes come from the last two. */
    private static final int WEEKDAY_HISTORY = 730;

    /**
     * A coin whose usual move differs from the median by more than this factor is skipped: it is pegged or an outlier.
     */
    private static final double ALIKE = 4;

    /** Number of coins at which the pool and the built-in constants, estimated from as many, have equal weight. */
    private static final double WORTH = 14;

    /** Responses of a random walk. */
    private static final double[] RESPONSES = new double[CalibratedIntervals.LONGEST_HORIZON];

    static {
        Arrays.fill(RESPONSES, 1);
    }

    private record Member(String coin, PastErrors moves, double logUsual) {

        static Member of(String coin, DailySeries series) {
            var moves = PoolEstimator.moves(series);
            var newest = moves.sizes(WeekdaySizes.ALIKE, Volatility.NONE).newest();
            return new Member(coin, moves, Math.log(newest.usual()));
        }
    }

    private PoolEstimator() {}

    /** Empty if fewer than {@code fewest} coins are usable. */
    static Optional<Pool.Estimate> estimate(Map<String, DailySeries> coins, int fewest) {
        var members = members(coins);
        if (members.size() < fewest) {
            return Optional.empty();
        }
        var weekdays = weekdays(members);
        var trends = trends(members, weekdays);
        var tails = tails(members, weekdays, trends);
        double logUsual =
                members.stream().mapToDouble(Member::logUsual).average().orElseThrow();
        long moves = members.stream().mapToLong(member -> member.moves.count()).sum();
        return Optional.of(new Pool.Estimate(
                members.stream().map(Member::coin).sorted().toList(),
                moves,
                new Pool.Figures(
                        trends.byHorizon(),
                        trends.means(),
                        weekdays.factors(),
                        tails.quantiles(),
                        Math.exp(logUsual))));
    }

    private static List<Member> members(Map<String, DailySeries> coins) {
        var all = coins.entrySet().stream()
                .map(coin -> Member.of(coin.getKey(), coin.getValue()))
                .filter(member -> member.moves.count() >= Pool.FEWEST_MOVES)
                .sorted(Comparator.comparingInt((Member member) -> member.moves.count())
                        .reversed())
                .limit(Pool.MOST_COINS)
                .filter(member -> Double.isFinite(member.logUsual))
                .toList();
        double[] sizes = all.stream().mapToDouble(Member::logUsual).sorted().toArray();
        return all.stream()
                .filter(member -> Math.abs(member.logUsual - sizes[sizes.length / 2]) < Math.log(ALIKE))
                .toList();
    }

    private static PastErrors moves(DailySeries series) {
        double[] logs = Transform.LOG.apply(series.values());
        int first = Math.max(1, logs.length - HISTORY);
        var returns = new double[logs.length - first];
        for (int t = 0; t < returns.length; t++) {
            returns[t] = logs[first + t] - logs[first + t - 1];
        }
        return new PastErrors(series.end(), returns, RESPONSES);
    }

    private static WeekdaySizes weekdays(List<Member> members) {
        var sizes = DoubleStream.builder();
        var days = Stream.<DayOfWeek>builder();
        for (var member : members) {
            var alike = member.moves.sizes(WeekdaySizes.ALIKE, Volatility.NONE);
            int count = member.moves.count();
            int from = Math.max(PastErrors.warmUp(count), count - WEEKDAY_HISTORY);
            Arrays.stream(alike.relative(from, count)).forEach(sizes);
            IntStream.range(from, count).mapToObj(alike::day).forEach(days);
        }
        return WeekdaySizes.of(sizes.build().toArray(), days.build().toArray(DayOfWeek[]::new));
    }

    /**
     * The trends before a day and, by horizon, the mean size of the moves after it over the expected one, NaN if
     * unknown.
     */
    private record Case(double[] x, double[] y) {}

    private static TrendEffects trends(List<Member> members, WeekdaySizes weekdays) {
        var cases = new ArrayList<Case>();
        members.forEach(member -> add(cases, member.moves, weekdays));
        var byHorizon = new double[TrendEffects.HORIZONS.length][];
        for (int g = 0; g < byHorizon.length; g++) {
            byHorizon[g] = Arrays.copyOfRange(fit(cases, g), 1, SIZE);
        }
        var means = new double[TrendEffects.COUNT];
        for (var each : cases) {
            for (int k = 0; k < means.length; k++) {
                means[k] += each.x[1 + k] / cases.size();
            }
        }
        return new TrendEffects(byHorizon, means).drawn(share(members), TrendEffects.SHIPPED);
    }

    /** Weight of the pool against the built-in constants. */
    private static double share(List<Member> members) {
        return members.size() / (members.size() + WORTH);
    }

    private static void add(List<Case> cases, PastErrors moves, WeekdaySizes weekdays) {
        var sizes = moves.sizes(weekdays, Volatility.NONE).with(Trend.NONE);
        int longest = TrendEffects.HORIZONS[TrendEffects.HORIZONS.length - 1];
        for (int t = FEWEST_BEFORE; t < moves.count(); t++) {
            double[] trends = sizes.trend(t).trends();
            var x = new double[SIZE];
            x[0] = 1;
            for (int k = 0; k < TrendEffects.SPANS; k++) {
                x[1 + k] = trends[k];
                x[1 + TrendEffects.SPANS + k] = Math.abs(trends[k]);
            }
            int steps = Math.min(longest, moves.count() - t);
            double[] expected = sizes.aheadWithoutTrends(t, steps);
            var y = new double[TrendEffects.HORIZONS.length];
            Arrays.fill(y, Double.NaN);
            double sum = 0;
            for (int h = 1, g = 0; h <= steps; h++) {
                sum += sizes.size(t + h - 1);
                if (h == TrendEffects.HORIZONS[g]) {
                    y[g++] = Math.min(LARGEST, sum / h / expected[h - 1]);
                }
            }
            cases.add(new Case(x, y));
        }
    }

    /** The level, then the effects. */
    private static double[] fit(List<Case> cases, int g) {
        var b = new double[SIZE];
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            var gradient = R064Store.FACTORY.make(SIZE, 1);
            var hessian = R064Store.FACTORY.make(SIZE, SIZE);
            for (int i = 0; i < SIZE; i++) {
                gradient.set(i, 0, RIDGE * b[i]);
                hessian.set(i, i, RIDGE);
            }
            for (var each : cases) {
                if (Double.isNaN(each.y[g])) {
                    continue;
                }
                double logMean = 0;
                for (int i = 0; i < SIZE; i++) {
                    logMean += b[i] * each.x[i];
                }
                double ratio = each.y[g] * Math.exp(-logMean);
                for (int i = 0; i < SIZE; i++) {
                    gradient.add(i, 0, (1 - ratio) * each.x[i]);
                    for (int j = 0; j < SIZE; j++) {
                        hessian.add(i, j, ratio * each.x[i] * each.x[j]);
                    }
                }
            }
            var cholesky = Cholesky.R064.make(hessian);
            cholesky.decompose(hessian);
            var step = cholesky.getSolution(gradient);
            double largest = 0;
            for (int i = 0; i < SIZE; i++) {
                b[i] -= step.doubleValue(i, 0);
                largest = Math.max(largest, Math.abs(step.doubleValue(i, 0)));
            }
            if (largest < 1e-10) {
                return b;
            }
        }
        throw new IllegalStateException("no minimum after " + ITERATIONS + " iterations");
    }

    private static Tails tails(List<Member> members, WeekdaySizes weekdays, TrendEffects trends) {
        var errors = members.stream()
                .map(member -> member.moves.standardised(
                        member.moves.sizes(weekdays, Volatility.NONE).with(Trend.before(trends)),
                        Method.CONDITIONAL,
                        member.moves.count()))
                .toList();
        // Members are sorted by length of history, longest first.
        var pooled = new double[errors.get(0).length][];
        for (int g = 0; g < pooled.length; g++) {
            int horizon = g;
            pooled[g] = errors.stream()
                    .flatMapToDouble(
                            own -> horizon < own.length ? Arrays.stream(own[horizon]) : Arrays.stream(new double[0]))
                    .toArray();
        }
        return Tails.of(pooled, Tails.USUAL).drawn(share(members), Tails.USUAL);
    }
}
