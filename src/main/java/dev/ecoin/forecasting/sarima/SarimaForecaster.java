package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.baseline.Baseline;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.baseline.Fallback;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.SeasonalScale;
import dev.ecoin.forecasting.series.SeriesException;
import dev.ecoin.forecasting.series.Transform;
import java.util.Arrays;
import java.util.Objects;

/**
 * Fits SARIMA models to daily series, on logarithms unless told otherwise. Where none can be fitted, or its forecasts do
 * not pass the gate, a {@link BaselineModel} that names the reason stands in. Immutable.
 */
public final class SarimaForecaster implements Forecaster {

    /** Fewer observations than this say nothing about a drift. */
    private static final int ENOUGH_FOR_DRIFT = 8;

    /** Relative to the whole change of a series, deviations no larger than this are rounding. */
    private static final double ROUNDING = 1e-12;

    /** How the order is found. */
    private sealed interface Plan permits Fixed, Automatic {
        Sarima fit(double[] values);

        /** What to try if the gate refuses the model, null if nothing. */
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
        public Sarima fit(double[] values) {
            return Sarima.fit(values, order, constant);
        }
    }

    private record Automatic(Selection selection) implements Plan {
        Automatic {
            Objects.requireNonNull(selection, "selection");
        }

        @Override
        public Sarima fit(double[] values) {
            return Sarima.automatic(values, selection);
        }

        @Override
        public Plan tamer(Sarima refused) {
            // Two differences extrapolate the last slope, which is what explodes.
            return refused.order().d() == 2 ? new Automatic(selection.differencingAtMost(1)) : null;
        }
    }

    private final Plan plan;
    private final Transform transform;
    private final SanityGate gate;
    private final boolean calibrated;

    private SarimaForecaster(Plan plan, Transform transform, SanityGate gate, boolean calibrated) {
        this.plan = plan;
        this.transform = Objects.requireNonNull(transform, "transform");
        this.gate = Objects.requireNonNull(gate, "gate");
        this.calibrated = calibrated;
    }

    /** A fixed order on log values, with a mean where nothing is differenced. */
    public static SarimaForecaster of(SarimaOrder order) {
        return new SarimaForecaster(
                new Fixed(order, Constant.standard(order)), Transform.LOG, SanityGate.STANDARD, false);
    }

    /** Automatic selection on log values with the usual settings for a season. */
    public static SarimaForecaster automatic(int period) {
        return automatic(Selection.of(period));
    }

    /** Automatic selection on log values. */
    public static SarimaForecaster automatic(Selection selection) {
        return new SarimaForecaster(new Automatic(selection), Transform.LOG, SanityGate.STANDARD, false);
    }

    /**
     * The same with another constant.
     *
     * @throws IllegalArgumentException if it does not fit the order's differencing, or the order is selected
     *     automatically
     */
    public SarimaForecaster with(Constant constant) {
        if (plan instanceof Fixed fixed) {
            return new SarimaForecaster(new Fixed(fixed.order, constant), transform, gate, calibrated);
        }
        throw new IllegalArgumentException("automatic selection chooses the constant; see Selection");
    }

    /** The same on another scale. */
    public SarimaForecaster on(Transform newTransform) {
        return new SarimaForecaster(plan, newTransform, gate, calibrated);
    }

    /** The same with another gate. */
    public SarimaForecaster with(SanityGate newGate) {
        return new SarimaForecaster(plan, transform, newGate, calibrated);
    }

    /** The same with intervals calibrated on past errors instead of Gaussian ones. */
    public SarimaForecaster calibratedIntervals() {
        return new SarimaForecaster(plan, transform, gate, true);
    }

    /**
     * {@inheritDoc}
     *
     * @return a {@link SarimaModel}, or a {@link BaselineModel} with its reason
     * @throws SeriesException NOT_POSITIVE if a value has no logarithm
     */
    @Override
    public FittedModel fit(DailySeries series) {
        double[] values = series.values();
        double[] transformed = transform.apply(values);
        if (isConstant(values)) {
            return standIn(
                    series, transformed, new Fallback(Fallback.Reason.CONSTANT, "every observation is " + values[0]));
        }
        if (isLine(transformed)) {
            var fallback = new Fallback(Fallback.Reason.CONSTANT, "every change is the same");
            return baseline(Baseline.Method.DRIFT, series, transformed, fallback);
        }
        Plan current = plan;
        Fallback fallback = null;
        while (current != null) {
            Sarima process;
            try {
                process = current.fit(transformed);
            } catch (SeriesException e) {
                fallback = new Fallback(reason(e), e.getMessage());
                break;
            }
            double scale = SeasonalScale.of(values, process.order().period());
            var model = new SarimaModel(series.end(), transform, process.withScale(scale), Intervals.GAUSSIAN);
            if (gate.admits(model, series, transform)) {
                return calibrated ? model.calibratedOn(transformed) : model;
            }
            fallback = new Fallback(
                    Fallback.Reason.IMPLAUSIBLE_FORECAST,
                    process.order() + " leaves " + gate.multiple() + " times history within " + gate.horizon()
                            + " days");
            current = current.tamer(process);
        }
        return standIn(series, transformed, fallback);
    }

    /** Whether there are several observations, all the same; the first is never missing. */
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

    /** Whether there are three observations or more, and all on one straight line. */
    private static boolean isLine(double[] values) {
        if (Arrays.stream(values).filter(Double::isFinite).count() < 3) {
            return false;
        }
        var drift = Baseline.fit(values, Baseline.Method.DRIFT, 1);
        return drift.sigma() < ROUNDING * Math.abs(drift.slope()) * values.length;
    }

    private FittedModel standIn(DailySeries series, double[] transformed, Fallback fallback) {
        if (fallback.reason() != Fallback.Reason.CONSTANT && series.size() - series.missing() >= ENOUGH_FOR_DRIFT) {
            BaselineModel drift = baseline(Baseline.Method.DRIFT, series, transformed, fallback);
            if (gate.admits(drift, series, transform)) {
                return drift;
            }
        }
        return baseline(Baseline.Method.NAIVE, series, transformed, fallback);
    }

    private BaselineModel baseline(
            Baseline.Method method, DailySeries series, double[] transformed, Fallback fallback) {
        var model = new BaselineModel(
                series.end(), transform, Baseline.fit(transformed, method, 1), fallback, Intervals.GAUSSIAN);
        return calibrated ? model.calibratedOn(transformed) : model;
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
