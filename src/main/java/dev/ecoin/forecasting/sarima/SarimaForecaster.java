package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.util.Objects;

/** Fits SARIMA models to daily series, on logarithms unless told otherwise. Immutable. */
public final class SarimaForecaster implements Forecaster {

    private final SarimaOrder order;
    private final Constant constant;
    private final Transform transform;

    private SarimaForecaster(SarimaOrder order, Constant constant, Transform transform) {
        this.order = Objects.requireNonNull(order, "order");
        this.constant = Objects.requireNonNull(constant, "constant");
        this.transform = Objects.requireNonNull(transform, "transform");
        if (!constant.fits(order)) {
            throw new IllegalArgumentException(
                    constant + " is not identified under d = " + order.d() + ", D = " + order.D());
        }
    }

    /** A fixed order on log values, with a mean where nothing is differenced. */
    public static SarimaForecaster of(SarimaOrder order) {
        return new SarimaForecaster(order, Constant.standard(order), Transform.LOG);
    }

    /**
     * The same with another constant.
     *
     * @throws IllegalArgumentException if it does not fit the order's differencing
     */
    public SarimaForecaster with(Constant newConstant) {
        return new SarimaForecaster(order, newConstant, transform);
    }

    /** The same on another scale. */
    public SarimaForecaster on(Transform newTransform) {
        return new SarimaForecaster(order, constant, newTransform);
    }

    @Override
    public FittedModel fit(DailySeries series) {
        double[] values = series.values();
        Sarima process = Sarima.fit(transform.apply(values), order, constant);
        return new SarimaModel(
                series.end(),
                transform,
                process.withScale(Diagnostics.scale(values, process.order().period())));
    }
}
