package dev.ecoin.forecasting.evaluation;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.ForecastDistribution;
import dev.ecoin.forecasting.Forecaster;
import dev.ecoin.forecasting.ModelDescription;
import dev.ecoin.forecasting.ModelFamily;
import dev.ecoin.forecasting.ModelNotes;
import dev.ecoin.forecasting.OneStepForecasts;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.forecasting.series.Transform;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * The benchmark for calibrated intervals: the last value; an exponentially weighted variance (0.85) of changes clipped
 * at three standard deviations, which reverts to its mean by a tenth per day; and the empirical quantiles of absolute
 * h-day changes divided by it. Does not accept missing values.
 */
final class RobustAverage implements Forecaster {

    private static final double DECAY = 0.85;
    private static final double REVERSION = 0.9;
    private static final double CLIP = 3;
    private static final int WARM_UP = 30;

    @Override
    public FittedModel fit(DailySeries series) {
        return new Model(series.end(), Transform.LOG.apply(series.values()));
    }

    private record Model(LocalDate origin, double[] logs) implements FittedModel {

        @Override
        public Forecast forecast(int horizon, double... levels) {
            int n = logs.length - 1;
            var variance = new double[n + 1];
            double squares = 0;
            for (int t = 0; t < WARM_UP; t++) {
                squares += Math.pow(logs[t + 1] - logs[t], 2) / WARM_UP;
            }
            variance[0] = squares;
            for (int t = 0; t < n; t++) {
                double square = Math.min(Math.pow(logs[t + 1] - logs[t], 2), CLIP * CLIP * variance[t]);
                variance[t + 1] = DECAY * variance[t] + (1 - DECAY) * square;
            }
            double usual = Arrays.stream(variance).average().orElseThrow();
            var lower = new double[levels.length][horizon];
            var upper = new double[levels.length][horizon];
            var median = new double[horizon];
            double share = 0;
            for (int h = 1; h <= horizon; h++) {
                share += Math.pow(REVERSION, h - 1.0);
                var ratios = new double[n - h + 1 - WARM_UP];
                for (int t = WARM_UP; t <= n - h; t++) {
                    double expected = h * usual + share * (variance[t] - usual);
                    ratios[t - WARM_UP] = Math.abs(logs[t + h] - logs[t]) / Math.sqrt(expected);
                }
                Arrays.sort(ratios);
                double now = Math.sqrt(h * usual + share * (variance[n] - usual));
                median[h - 1] = Math.exp(logs[n]);
                for (int k = 0; k < levels.length; k++) {
                    double width = now * ratios[(int) (levels[k] / 100 * (ratios.length - 1))];
                    lower[k][h - 1] = Math.exp(logs[n] - width);
                    upper[k][h - 1] = Math.exp(logs[n] + width);
                }
            }
            return new Forecast(origin, median, levels, lower, upper);
        }

        @Override
        public ForecastDistribution distribution(int daysAhead) {
            throw new UnsupportedOperationException("the peer has intervals alone");
        }

        @Override
        public double[] responses(int horizon) {
            throw new UnsupportedOperationException("the peer has intervals alone");
        }

        @Override
        public FittedModel advance(DailySeries newer) {
            throw new UnsupportedOperationException("the peer is fitted at every origin");
        }

        @Override
        public OneStepForecasts oneStep(DailySeries history) {
            throw new UnsupportedOperationException("the peer forecasts from its origin alone");
        }

        @Override
        public Intervals intervals() {
            throw new UnsupportedOperationException("the peer forecasts from its origin alone");
        }

        @Override
        public double[] standardError(int horizon) {
            throw new UnsupportedOperationException("the peer forecasts from its origin alone");
        }

        @Override
        public Forecaster forecaster() {
            return new RobustAverage();
        }

        @Override
        public ModelDescription describe(DailySeries series) {
            throw new UnsupportedOperationException("the peer forecasts from its origin alone");
        }

        @Override
        public ModelNotes notes() {
            throw new UnsupportedOperationException("the peer forecasts from its origin alone");
        }

        @Override
        public ModelFamily family() {
            throw new UnsupportedOperationException("the peer forecasts from its origin alone");
        }

        @Override
        public void write(ByteBuffer fields) {
            throw new UnsupportedOperationException("the peer forecasts from its origin alone");
        }
    }
}
