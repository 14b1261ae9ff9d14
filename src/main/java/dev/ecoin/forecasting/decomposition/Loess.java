package dev.ecoin.forecasting.decomposition;

/**
 * Local regression that skips missing values (Cleveland, Cleveland, McRae and Terpenning 1990, section 2.1): fits a
 * constant or a line to the nearest values of each point, with tricube weights by distance times robustness weights.
 */
final class Loess {

    /**
     * Distances, relative to the farthest, below which a weight is 1 and above which it is 0, as in R's {@code stl}.
     */
    private static final double NEAR = 0.001;

    private static final double FAR = 0.999;

    private final int window;
    private final int degree;

    /**
     * Points that have a value, ascending, with that value and its weight; the first {@link #count} elements are in
     * use.
     */
    private final int[] points;

    private final double[] values;
    private final double[] weights;
    private int count;
    private final int length;

    /**
     * @param window number of values in a point's regression
     * @param degree 0 for a constant, 1 for a line
     * @param series values at the points 0, 1, .., NaN where missing
     * @param robustness a weight for each value, or null for 1 each
     */
    Loess(int window, int degree, double[] series, double[] robustness) {
        this.window = window;
        this.degree = degree;
        length = series.length;
        points = new int[length];
        values = new double[length];
        weights = new double[length];
        for (int i = 0; i < length; i++) {
            if (!Double.isNaN(series[i])) {
                points[count] = i;
                values[count] = series[i];
                weights[count] = robustness == null ? 1 : robustness[i];
                count++;
            }
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /**
     * The smoothed series: regressions at every tenth of a window and at the end, interpolated linearly. Where all
     * neighbours have weight 0, the nearest value takes the place of the regression.
     */
    double[] smooth() {
        int jump = (window + 9) / 10;
        var result = new double[length];
        int last = 0;
        for (int i = 0; ; i = Math.min(i + jump, length - 1)) {
            result[i] = at(i);
            if (Double.isNaN(result[i])) {
                result[i] = values[nearest(i, 1)];
            }
            for (int k = last + 1; k < i; k++) {
                result[k] = result[last] + (result[i] - result[last]) * (k - last) / (i - last);
            }
            last = i;
            if (i == length - 1) {
                return result;
            }
        }
    }

    /** The regression at one point, which may lie outside the series; NaN if all values near it have weight 0. */
    double at(int point) {
        int size = Math.min(window, count);
        int left = nearest(point, size);
        double width = Math.max(point - points[left], points[left + size - 1] - point);
        if (window > count) {
            width += (window - count) / 2;
        }
        return regression(point, left, size, width);
    }

    /** Index of the first of the {@code size} values nearest to a point. */
    private int nearest(int point, int size) {
        int low = 0;
        int high = count - size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (point - points[middle] > points[middle + size] - point) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private double regression(int point, int left, int size, double width) {
        double total = 0;
        double centre = 0;
        double value = 0;
        for (int j = left; j < left + size; j++) {
            double w = weight(j, point, width);
            total += w;
            centre += w * points[j];
            value += w * values[j];
        }
        centre /= total;
        value /= total;
        if (degree == 0) {
            return value;
        }
        double square = 0;
        double product = 0;
        for (int j = left; j < left + size; j++) {
            double w = weight(j, point, width);
            square += w * (points[j] - centre) * (points[j] - centre);
            product += w * (points[j] - centre) * values[j];
        }
        boolean slopes = Math.sqrt(square / total) > 0.001 * (length - 1.0);
        return slopes ? value + product / square * (point - centre) : value;
    }

    private double weight(int j, int point, double width) {
        double distance = Math.abs(points[j] - point);
        if (distance > FAR * width) {
            return 0;
        }
        if (distance <= NEAR * width) {
            return weights[j];
        }
        double relative = distance / width;
        double cube = relative * relative * relative;
        return weights[j] * (1 - cube) * (1 - cube) * (1 - cube);
    }
}
