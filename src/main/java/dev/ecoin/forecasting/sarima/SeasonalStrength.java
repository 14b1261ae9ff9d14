package dev.ecoin.forecasting.sarima;

/**
 * How much of a detrended series its season explains, between 0 and 1 (Wang, Smith and Hyndman 2006), by an STL
 * decomposition (Cleveland, Cleveland, McRae and Terpenning 1990) with a seasonal window of 11, no robustness, and the
 * paper's defaults otherwise; what {@code forecast::nsdiffs} decides seasonal differencing by.
 */
final class SeasonalStrength {

    private static final int SEASONAL_WINDOW = 11;
    private static final int INNER_LOOPS = 2;

    private SeasonalStrength() {}

    /**
     * Strength of a season.
     *
     * @param values nothing missing, more than two periods
     * @param period at least 2
     */
    static double of(double[] values, int period) {
        int n = values.length;
        int trendWindow = odd((int) Math.ceil(1.5 * period / (1 - 1.5 / SEASONAL_WINDOW)));
        int lowPassWindow = odd(period);
        var trend = new double[n];
        var seasonal = new double[n];
        var work = new double[n];
        var cycles = new double[n + 2 * period];
        for (int loop = 0; loop < INNER_LOOPS; loop++) {
            for (int t = 0; t < n; t++) {
                work[t] = values[t] - trend[t];
            }
            smoothCycles(work, period, cycles);
            double[] low = average(average(average(cycles, period), period), 3);
            double[] level = loess(low, lowPassWindow, 1, jump(lowPassWindow));
            for (int t = 0; t < n; t++) {
                seasonal[t] = cycles[t + period] - level[t];
                work[t] = values[t] - seasonal[t];
            }
            trend = loess(work, trendWindow, 1, jump(trendWindow));
        }
        var remainder = new double[n];
        for (int t = 0; t < n; t++) {
            remainder[t] = values[t] - trend[t] - seasonal[t];
            work[t] = remainder[t] + seasonal[t];
        }
        double whole = variance(work);
        return whole > 0 ? Math.max(0, Math.min(1, 1 - variance(remainder) / whole)) : 0;
    }

    private static int odd(int window) {
        return window % 2 == 0 ? window + 1 : window;
    }

    private static int jump(int window) {
        return (window + 9) / 10;
    }

    /** Smooths each cycle-subseries and extends it by one value at either end. */
    private static void smoothCycles(double[] values, int period, double[] result) {
        int jump = jump(SEASONAL_WINDOW);
        for (int phase = 0; phase < period; phase++) {
            int count = (values.length - phase + period - 1) / period;
            var cycle = new double[count];
            for (int i = 0; i < count; i++) {
                cycle[i] = values[phase + i * period];
            }
            double[] smooth = loess(cycle, SEASONAL_WINDOW, 0, jump);
            result[phase] = local(cycle, SEASONAL_WINDOW, 0, -1);
            for (int i = 0; i < count; i++) {
                result[phase + (i + 1) * period] = smooth[i];
            }
            result[phase + (count + 1) * period] = local(cycle, SEASONAL_WINDOW, 0, count);
        }
    }

    private static double[] average(double[] values, int window) {
        var result = new double[values.length - window + 1];
        double sum = 0;
        for (int t = 0; t < values.length; t++) {
            sum += values[t];
            if (t >= window) {
                sum -= values[t - window];
            }
            if (t >= window - 1) {
                result[t - window + 1] = sum / window;
            }
        }
        return result;
    }

    /** Local regression at every {@code jump}-th point and the last, straight lines between. */
    private static double[] loess(double[] values, int window, int degree, int jump) {
        int n = values.length;
        var result = new double[n];
        int last = 0;
        for (int i = 0; ; i = Math.min(i + jump, n - 1)) {
            result[i] = local(values, window, degree, i);
            for (int k = last + 1; k < i; k++) {
                result[k] = result[last] + (result[i] - result[last]) * (k - last) / (i - last);
            }
            last = i;
            if (i == n - 1) {
                return result;
            }
        }
    }

    private static double local(double[] values, int window, int degree, int at) {
        int n = values.length;
        int size = Math.min(window, n);
        int left = Math.max(0, Math.min(at - window / 2, n - size));
        int right = left + size - 1;
        double width = Math.max(at - left, right - at);
        if (window > n) {
            width += (window - n) / 2;
        }
        if (width == 0) {
            return values[left];
        }
        double total = 0;
        double centre = 0;
        double value = 0;
        for (int j = left; j <= right; j++) {
            double w = weight(Math.abs(j - at) / width);
            total += w;
            centre += w * j;
            value += w * values[j];
        }
        centre /= total;
        value /= total;
        if (degree == 0) {
            return value;
        }
        double square = 0;
        double product = 0;
        for (int j = left; j <= right; j++) {
            double w = weight(Math.abs(j - at) / width);
            square += w * (j - centre) * (j - centre);
            product += w * (j - centre) * values[j];
        }
        square /= total;
        product /= total;
        double range = n - 1.0;
        return Math.sqrt(square) > 0.001 * range ? value + product / square * (at - centre) : value;
    }

    private static double weight(double distance) {
        if (distance > 0.999) {
            return 0;
        }
        double cube = distance * distance * distance;
        return distance > 0.001 ? (1 - cube) * (1 - cube) * (1 - cube) : 1;
    }

    private static double variance(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum;
    }
}
