package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.baseline.DailyMoves;
import dev.ecoin.forecasting.baseline.Fallback;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.intervals.Pool;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.SeasonalScale;
import dev.ecoin.forecasting.series.SeriesException;
import dev.ecoin.forecasting.series.Transform;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Fits SARIMA models to daily series, by default on the log scale. If none can be fitted, or if its forecasts do not
 * pass the gate, the result is a {@link BaselineModel} that states the reason. Immutable.
 */
public final class SarimaForecaster implements Forecaster {

    /** Minimum number of observations for a drift. */
    private static final int ENOUGH_FOR_DRIFT = 8;

    /** With fewer prices, their changes cannot be distinguished from a random walk's. */
    private static final int FEW_PRICES = 50;

    /** Deviations up to this share of the series' total change are rounding errors. */
    private static final double ROUNDING = 1e-12;

    /** How the order is determined. */
    private sealed interface Plan permits Fixed, Automatic {
        Sarima fit(double[] values, Transform transform);

        /** The exact season that the process would have to repeat, if the values have one. */
        Optional<Season> season(double[] values);

        /** What to try next if the gate rejects the model; null if nothing. */
        default Plan tamer(Sarima refused) {
            return null;
        }
    }

    private record Fixed(SarimaOrder order, Constant constant) implements Plan {
        Fixed {
            Objects.requireNonNull(order, "order");
            Objects.requireNonNull(constant, "constant");
            if (!constant.fits(order)) {
                throw new IllegalArgumentException(
                        constant + " is not identified under d = " + order.d() + ", D = " + order.D());
            }
        }

        @Override
        public Sarima fit(double[] values, Transform transform) {
            return Sarima.fit(values, order, constant);
        }

        @Override
        public Optional<Season> season(double[] values) {
            return order.D() == 0
                    ? Optional.empty()
                    : Season.of(values, order.period(), 2)
                            .filter(season -> season.change() == 0 || constant == Constant.DRIFT);
        }
    }

    private record Automatic(Selection selection) implements Plan {
        Automatic {
            Objects.requireNonNull(selection, "selection");
        }

        @Override
        public Sarima fit(double[] values, Transform transform) {
            return Sarima.automatic(values, transform == Transform.LOG ? selection.ofLogarithms() : selection);
        }

        @Override
        public Optional<Season> season(double[] values) {
            return Season.of(values, selection.period(), 2)
                    .or(() -> IntStream.rangeClosed(2, Math.min(SarimaOrder.MAX_PERIOD, values.length / 3))
                            .mapToObj(period -> Season.of(values, period, 3))
                            .flatMap(Optional::stream)
                            .findFirst())
                    .filter(season -> season.change() == 0 || selection.constant());
        }

        @Override
        public Plan tamer(Sarima refused) {
            // Two differences extrapolate the last slope, the usual reason for exploding forecasts.
            return refused.order().d() == 2 ? new Automatic(selection.differencingAtMost(1)) : null;
        }
    }

    private final Plan plan;
    private final Transform transform;
    private final SanityGate gate;
    /** Pool to calibrate intervals with; null for Gaussian intervals. */
    private final Pool pool;

    private final boolean prices;
    private final boolean overriding;

    private SarimaForecaster(
            Plan plan, Transform transform, SanityGate gate, Pool pool, boolean prices, boolean overriding) {
        this.plan = plan;
        this.transform = Objects.requireNonNull(transform, "transform");
        this.gate = Objects.requireNonNull(gate, "gate");
        this.pool = pool;
        this.prices = prices;
        this.overriding = overriding;
    }

    private static SarimaForecaster of(Plan plan) {
        return new SarimaForecaster(plan, Transform.LOG, SanityGate.STANDARD, null, false, false);
    }

    /** A fixed order on log values, with a mean if there is no differencing. */
    public static SarimaForecaster of(SarimaOrder order) {
        return of(new Fixed(order, Constant.standard(order)));
    }

    /** Automatic selection on log values with the default settings for a period. */
    public static SarimaForecaster automatic(int period) {
        return automatic(Selection.of(period));
    }

    /** Automatic selection on log values. */
    public static SarimaForecaster automatic(Selection selection) {
        return of(new Automatic(selection));
    }

    /**
     * The same forecaster with another constant.
     *
     * @throws IllegalArgumentException if it does not fit the order's differencing, or the order is selected
     *     automatically
     */
    public SarimaForecaster with(Constant constant) {
        if (plan instanceof Fixed fixed) {
            return new SarimaForecaster(new Fixed(fixed.order, constant), transform, gate, pool, prices, overriding);
        }
        throw new IllegalArgumentException("automatic selection chooses the constant; see Selection");
    }

    /** The same forecaster on another scale. */
    public SarimaForecaster on(Transform newTransform) {
        return new SarimaForecaster(plan, newTransform, gate, pool, prices, overriding);
    }

    /** The same forecaster with another gate. */
    public SarimaForecaster with(SanityGate newGate) {
        return new SarimaForecaster(plan, transform, newGate, pool, prices, overriding);
    }

    /** The same forecaster with intervals calibrated on past errors instead of Gaussian ones. */
    public SarimaForecaster calibratedIntervals() {
        return new SarimaForecaster(plan, transform, gate, Pool.SHIPPED, prices, overriding);
    }

    @Override
    public SarimaForecaster with(Pool other) {
        return pool == null ? this : new SarimaForecaster(plan, transform, gate, other, prices, overriding);
    }

    /**
     * The same forecaster for daily prices of coins, on the log scale: no order is selected from fewer than 50 prices,
     * the gate checks the width of limits, and the only fallback is naive.
     */
    public SarimaForecaster dailyPrices() {
        return new SarimaForecaster(plan, Transform.LOG, SanityGate.DAILY_PRICES, pool, true, overriding);
    }

    /** The same forecaster, but it returns models that do not pass the gate, with a warning. */
    public SarimaForecaster overridingGate() {
        return new SarimaForecaster(plan, transform, gate, pool, prices, true);
    }

    /**
     * {@inheritDoc}
     *
     * @return a {@link SarimaModel}, or a {@link BaselineModel} with its reason
     * @throws SeriesException NOT_POSITIVE if a value is not positive and the scale is logarithmic
     */
    @Override
    public FittedModel fit(DailySeries series) {
        double[] values = series.values();
        double[] transformed = transform.apply(values);
        int observed = series.size() - series.missing();
        if (isConstant(values)) {
            var fallback = new Fallback(Fallback.Reason.CONSTANT, "every observation is " + values[0]);
            return baseline(Baseline.Method.NAIVE, series, transformed, fallback);
        }
        if (prices && plan instanceof Automatic && observed < FEW_PRICES) {
            return standIn(
                    series,
                    new Fallback(
                            Fallback.Reason.TOO_SHORT,
                            observed + (observed == 1 ? " price is" : " prices are")
                                    + " too few to select an order from, which takes " + FEW_PRICES));
        }
        Optional<BaselineModel> pattern = pattern(series, transformed);
        if (pattern.isPresent()) {
            return pattern.get();
        }
        Plan current = plan;
        Fallback fallback = null;
        while (current != null) {
            Sarima process;
            try {
                process = current.fit(transformed, transform);
            } catch (SeriesException e) {
                fallback = new Fallback(reason(e), e.getMessage());
                break;
            }
            double scale = SeasonalScale.of(values, process.order().period());
            var gaussian = new SarimaModel(series.end(), transform, process.withScale(scale), Intervals.GAUSSIAN);
            SarimaModel model = pool == null ? gaussian : gaussian.calibratedOn(transformed, pool);
            Optional<String> fault = gate.fault(prices ? model : gaussian, series, transform);
            if (fault.isEmpty()) {
                return model;
            }
            if (overriding) {
                return model.outsideGate();
            }
            fallback = new Fallback(Fallback.Reason.IMPLAUSIBLE_FORECAST, process.order() + " " + fault.get());
            current = current.tamer(process);
        }
        return standIn(series, fallback);
    }

    /**
     * The baseline that replaces a model of a series: naive, or drift if it passes the gate and the series has at least
     * eight observations and is not prices. For daily prices, the limits pass the gate too: with few observations, or
     * if the calibrated limits are too wide, they are those of a random walk with moves of the size from {@link
     * DailyMoves}.
     */
    public BaselineModel standIn(DailySeries series, Fallback why) {
        double[] transformed = transform.apply(series.values());
        int observed = series.size() - series.missing();
        if (!prices && observed >= ENOUGH_FOR_DRIFT) {
            BaselineModel drift = baseline(Baseline.Method.DRIFT, series, transformed, why);
            if (gate.admits(drift, series, transform)) {
                return drift;
            }
        }
        BaselineModel naive = baseline(Baseline.Method.NAIVE, series, transformed, why);
        boolean few = transform == Transform.LOG && observed < FEW_PRICES;
        if (!few && (!prices || gate.admits(naive, series, transform))) {
            return naive;
        }
        Baseline walk = naive.baseline().withSigma(DailyMoves.size(transformed));
        return new BaselineModel(series.end(), transform, walk, why, Intervals.GAUSSIAN);
    }

    /**
     * A deterministic pattern to continue: an exact season (see {@link Season}), or a straight line of at least eight
     * observations. A shorter line or a line of prices gets the usual fallback instead.
     */
    private Optional<BaselineModel> pattern(DailySeries series, double[] transformed) {
        int observed = series.size() - series.missing();
        if (isLine(transformed)) {
            var line = new Fallback(Fallback.Reason.CONSTANT, "every change is the same");
            return Optional.of(
                    prices || observed < ENOUGH_FOR_DRIFT
                            ? standIn(series, line)
                            : exact(Baseline.fit(transformed, Baseline.Method.DRIFT, 1), series, transformed, line));
        }
        return plan.season(transformed).map(season -> {
            var last = Baseline.fit(transformed, Baseline.Method.SEASONAL_NAIVE, season.period());
            var why =
                    season.change() == 0 ? "every season is the same" : "every season differs by as much from the last";
            return exact(
                    last.withSlope(season.change() / season.period()),
                    series,
                    transformed,
                    new Fallback(Fallback.Reason.CONSTANT, why));
        });
    }

    /**
     * The baseline of an exact pattern. It is assumed to have missed one of all observations, by the usual size of
     * moves.
     */
    private BaselineModel exact(Baseline pattern, DailySeries series, double[] transformed, Fallback why) {
        double moves = Baseline.fit(transformed, Baseline.Method.NAIVE, 1).sigma();
        double sigma = moves / Math.sqrt(series.size() - series.missing());
        return new BaselineModel(series.end(), transform, pattern.withSigma(sigma), why, Intervals.GAUSSIAN);
    }

    /** Whether there are several observations and all are equal; the first value is never missing. */
    private static boolean isConstant(double[] values) {
        int same = 0;
        for (double value : values) {
            if (value == values[0]) {
                same++;
            } else if (!Double.isNaN(value)) {
                return false;
            }
        }
        return same > 1;
    }

    /** Whether there are at least three observations, all on one straight line. */
    private static boolean isLine(double[] values) {
        if (Arrays.stream(values).filter(Double::isFinite).count() < 3) {
            return false;
        }
        var drift = Baseline.fit(values, Baseline.Method.DRIFT, 1);
        return drift.sigma() < ROUNDING * Math.abs(drift.slope()) * values.length;
    }

    private BaselineModel baseline(
            Baseline.Method method, DailySeries series, double[] transformed, Fallback fallback) {
        var model = new BaselineModel(
                series.end(), transform, Baseline.fit(transformed, method, 1), fallback, Intervals.GAUSSIAN);
        return pool == null ? model : model.calibratedOn(transformed, pool);
    }

    private static Fallback.Reason reason(SeriesException e) {
        return switch (e.reason()) {
            case TOO_SHORT, EMPTY -> Fallback.Reason.TOO_SHORT;
            case CONSTANT -> Fallback.Reason.CONSTANT;
            case UNIDENTIFIED -> Fallback.Reason.UNIDENTIFIED;
            case NOT_POSITIVE, NOT_FINITE, NOT_AFTER_ORIGIN -> throw e;
        };
    }
}
