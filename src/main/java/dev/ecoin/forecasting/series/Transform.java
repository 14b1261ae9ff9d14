package dev.ecoin.forecasting.series;

import dev.ecoin.forecasting.series.SeriesException.Reason;

/** A strictly increasing transformation applied before fitting, and its inverse. It maps quantiles to quantiles. */
public enum Transform {
    /** The identity. */
    NONE {
        @Override
        public double apply(double value) {
            return value;
        }

        @Override
        public double invert(double value) {
            return value;
        }
    },
    /** The natural logarithm; needs positive values. */
    LOG {
        @Override
        public double apply(double value) {
            if (value <= 0) {
                throw new SeriesException(
                        Reason.NOT_POSITIVE, "value " + value + " is not positive, so it has no logarithm");
            }
            return Math.log(value);
        }

        @Override
        public double invert(double value) {
            return Math.exp(value);
        }
    };

    /**
     * Transforms an observation; NaN stays NaN.
     *
     * @throws SeriesException NOT_POSITIVE if the value is outside the domain
     */
    public abstract double apply(double value);

    /** The inverse of {@link #apply(double)}. */
    public abstract double invert(double value);

    /**
     * Transforms every observation, into a new array.
     *
     * @throws SeriesException NOT_POSITIVE if a value is outside the domain
     */
    public double[] apply(double[] values) {
        var result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = apply(values[i]);
        }
        return result;
    }
}
