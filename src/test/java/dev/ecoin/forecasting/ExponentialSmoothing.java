package dev.ecoin.forecasting;

import dev.ecoin.forecasting.intervals.CalibratedIntervals;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Simple exponential smoothing of log prices, where the level follows each error by a share alpha: a family that the
 * service lacks. It consists of this class and its registration, a line in {@code META-INF/services}.
 */
public record ExponentialSmoothing(LocalDate origin, double alpha, double sigma, double level, Intervals intervals)
        implements FittedModel {

    private static final Transform LOG = Transform.LOG;

    public static final class Family implements ModelFamily {

        private static final String NAME = "smoothing";

        @Override
        public byte id() {
            return 100;
        }

        @Override
        public Optional<String> names() {
            return Optional.of(NAME);
        }

        @Override
        public Optional<Forecaster> forecaster(String name, int period, boolean overridingGate) {
            return name.equals(NAME) ? Optional.of(ExponentialSmoothing::fit) : Optional.empty();
        }

        @Override
        public FittedModel read(ByteBuffer fields, short version) {
            return new ExponentialSmoothing(
                    LocalDate.ofEpochDay(fields.getLong()),
                    fields.getDouble(),
                    fields.getDouble(),
                    fields.getDouble(),
                    Intervals.read(fields, version));
        }
    }

    /** Selects the alpha with the smallest errors from a few. */
    static FittedModel fit(DailySeries series) {
        double[] values = LOG.apply(series.values());
        double best = 1;
        for (double alpha = 0.05; alpha < 1; alpha += 0.05) {
            if (squares(errors(values, alpha)) < squares(errors(values, best))) {
                best = alpha;
            }
        }
        double[] errors = errors(values, best);
        double sigma = Math.sqrt(
                squares(errors) / Arrays.stream(errors).filter(Double::isFinite).count());
        double[] innovations = Arrays.stream(errors).map(error -> error / sigma).toArray();
        var model = new ExponentialSmoothing(series.end(), best, sigma, level(Double.NaN, best, values), null);
        return model.with(CalibratedIntervals.of(
                series.end(), innovations, model.responses(CalibratedIntervals.LONGEST_HORIZON)));
    }

    private ExponentialSmoothing with(Intervals calibrated) {
        return new ExponentialSmoothing(origin, alpha, sigma, level, calibrated);
    }

    private static double squares(double[] errors) {
        return Arrays.stream(errors)
                .filter(Double::isFinite)
                .map(error -> error * error)
                .sum();
    }

    /** One-step errors, NaN where unknown. */
    private static double[] errors(double[] values, double alpha) {
        var errors = new double[values.length];
        double level = Double.NaN;
        for (int t = 0; t < values.length; t++) {
            errors[t] = values[t] - level;
            level = level(level, alpha, values[t]);
        }
        return errors;
    }

    private static double level(double start, double alpha, double... values) {
        double level = start;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                level = Double.isNaN(level) ? value : level + alpha * (value - level);
            }
        }
        return level;
    }

    @Override
    public double[] responses(int horizon) {
        var responses = new double[horizon];
        Arrays.fill(responses, alpha);
        responses[0] = 1;
        return responses;
    }

    @Override
    public double[] standardError(int horizon) {
        var error = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            error[h] = sigma * Math.sqrt(1 + h * alpha * alpha);
        }
        return error;
    }

    @Override
    public Forecast forecast(int horizon, double... levels) {
        var mean = new double[horizon];
        Arrays.fill(mean, level);
        return intervals.forecast(origin, mean, standardError(horizon), LOG, levels);
    }

    @Override
    public ForecastDistribution distribution(int daysAhead) {
        return intervals.distribution(origin, level, standardError(daysAhead), LOG);
    }

    @Override
    public FittedModel advance(DailySeries newer) {
        double[] values = LOG.apply(newer.since(origin));
        double moved = level;
        var innovations = new double[values.length];
        for (int t = 0; t < values.length; t++) {
            innovations[t] = (values[t] - moved) / sigma;
            moved = level(moved, alpha, values[t]);
        }
        return new ExponentialSmoothing(newer.end(), alpha, sigma, moved, intervals.advance(origin, innovations));
    }

    @Override
    public OneStepForecasts oneStep(DailySeries history) {
        double[] values = LOG.apply(history.values());
        double[] errors = errors(values, alpha);
        var mean = new double[values.length];
        var error = new double[values.length];
        var median = new double[values.length];
        double known = Double.NaN;
        for (int t = 0; t < values.length; t++) {
            mean[t] = known;
            error[t] = sigma;
            median[t] = LOG.invert(known);
            known = level(known, alpha, values[t]);
            errors[t] /= sigma;
        }
        return new OneStepForecasts(
                history.start(), median, intervals.oneStep(history.start(), mean, error, errors, LOG));
    }

    @Override
    public Forecaster forecaster() {
        return ExponentialSmoothing::fit;
    }

    @Override
    public ModelDescription describe(DailySeries series) {
        return ModelDescription.of(
                Family.NAME,
                series.size() - series.missing(),
                sigma * sigma,
                null,
                Map.of("alpha", alpha),
                Map.of("missing_days", series.missing()));
    }

    @Override
    public ModelNotes notes() {
        return new ModelNotes() {
            @Override
            public String forecasts() {
                return "every forecast is the smoothed price";
            }

            @Override
            public String flat(String price, boolean widening) {
                return "The forecast is flat at the smoothed price, " + price + ".";
            }
        };
    }

    @Override
    public ModelFamily family() {
        return new Family();
    }

    @Override
    public void write(ByteBuffer fields) {
        fields.putLong(origin.toEpochDay()).putDouble(alpha).putDouble(sigma).putDouble(level);
        intervals.write(fields);
    }
}
