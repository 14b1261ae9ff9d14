package dev.ecoin.forecasting.optimisation;

import java.util.Arrays;

/**
 * The BFGS quasi-Newton method with an inverse-Hessian update and a line search by safeguarded cubic interpolation that
 * meets the weak Wolfe conditions (Nocedal and Wright 2006, Numerical Optimization, ch. 3 and 6).
 */
public final class Bfgs {

    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int LINE_SEARCH_STEPS = 30;
    private static final double RIDGE = 1e-4;

    private final Convergence convergence;
    private final double longestStep;

    /**
     * @param convergence when to stop
     * @param longestStep bound on the maximum norm of one step, which keeps a poor start from jumping far away
     */
    public Bfgs(Convergence convergence, double longestStep) {
        if (!(longestStep > 0)) {
            throw new IllegalArgumentException("the longest step must be positive, not " + longestStep);
        }
        this.convergence = convergence;
        this.longestStep = longestStep;
    }

    /**
     * Minimises a function from a starting point.
     *
     * @param start not changed; length = dimension
     * @return the best point, which is the start itself if the function is not defined there
     */
    public Minimum minimise(SmoothFunction function, double[] start) {
        return minimise(function, start, Watch.NONE);
    }

    /**
     * Minimises a function under a watch. If the watch aborts, the result has not converged.
     *
     * @param start not changed; length = dimension
     */
    public Minimum minimise(SmoothFunction function, double[] start, Watch watch) {
        int n = function.dimension();
        var x = start.clone();
        double value = function.value(x);
        int evaluations = 1;
        if (n == 0 || !Double.isFinite(value)) {
            return new Minimum(x, Double.isNaN(value) ? Double.POSITIVE_INFINITY : value, evaluations, n == 0);
        }
        var gradient = new double[n];
        var newX = new double[n];
        var newGradient = new double[n];
        var direction = new double[n];
        var inverseHessian = new double[n][n];
        function.gradient(gradient);
        boolean informed = begin(function, inverseHessian, gradient);
        boolean fresh = !informed;
        int stalls = 0;
        for (int iteration = 0; iteration < convergence.iterations(); iteration++) {
            if (maximumNorm(gradient) <= convergence.gradient()) {
                return new Minimum(x, value, evaluations, true);
            }
            if (watch.givesUp(x, value)) {
                return new Minimum(x, value, evaluations, false);
            }
            double slope = descend(inverseHessian, gradient, direction);
            if (!(slope < 0)) {
                reset(inverseHessian, gradient);
                fresh = true;
                slope = descend(inverseHessian, gradient, direction);
            }
            double longest = maximumNorm(direction);
            if (longest > longestStep) {
                double shrink = longestStep / longest;
                for (int i = 0; i < n; i++) {
                    direction[i] *= shrink;
                }
                slope *= shrink;
                longest = longestStep;
            }

            double low = 0;
            double lowValue = value;
            double lowSlope = slope;
            double high = Double.POSITIVE_INFINITY;
            double step = 1;
            double newValue = value;
            boolean found = false;
            double bestStep = 0;
            for (int k = 0; k < LINE_SEARCH_STEPS; k++) {
                for (int i = 0; i < n; i++) {
                    newX[i] = x[i] + step * direction[i];
                }
                newValue = function.value(newX);
                evaluations++;
                if (!(newValue <= value + SUFFICIENT_DECREASE * step * slope)) {
                    high = step;
                    step = interpolate(low, lowValue, lowSlope, step, newValue);
                } else {
                    function.gradient(newGradient);
                    double newSlope = dot(newGradient, direction);
                    bestStep = step;
                    found = true;
                    if (newSlope >= CURVATURE * slope || step * longest >= longestStep) {
                        break;
                    }
                    low = step;
                    lowValue = newValue;
                    lowSlope = newSlope;
                    step = Double.isInfinite(high) ? Math.min(2.5 * step, longestStep / longest) : 0.5 * (low + high);
                }
                if (high - low < 1e-12 * Math.max(1, low) || step * longest < 1e-15) {
                    break;
                }
            }
            if (!found) {
                if (fresh) {
                    return new Minimum(x, value, evaluations, true);
                }
                reset(inverseHessian, gradient);
                fresh = true;
                continue;
            }
            if (bestStep != step || !(newValue <= value)) {
                for (int i = 0; i < n; i++) {
                    newX[i] = x[i] + bestStep * direction[i];
                }
                newValue = function.value(newX);
                evaluations++;
                function.gradient(newGradient);
            }
            update(inverseHessian, x, newX, gradient, newGradient, fresh);
            fresh = false;
            double decrease = value - newValue;
            System.arraycopy(newX, 0, x, 0, n);
            System.arraycopy(newGradient, 0, gradient, 0, n);
            value = newValue;
            stalls = decrease <= convergence.value() ? stalls + 1 : 0;
            if (stalls == 2) {
                return new Minimum(x, value, evaluations, true);
            }
        }
        return new Minimum(x, value, evaluations, false);
    }

    private static double interpolate(double low, double lowValue, double lowSlope, double step, double newValue) {
        double width = step - low;
        if (!Double.isFinite(newValue)) {
            return low + 0.2 * width;
        }
        double quadratic = -lowSlope * width * width / (2 * (newValue - lowValue - lowSlope * width));
        if (!(quadratic > 0.1 * width)) {
            quadratic = 0.1 * width;
        }
        return low + Math.min(quadratic, 0.6 * width);
    }

    /**
     * Starts from the function's own curvature, regularised by a ridge; returns false if the function supplies none.
     */
    private static boolean begin(SmoothFunction function, double[][] inverseHessian, double[] gradient) {
        int n = gradient.length;
        var hessian = new double[n][n];
        if (!function.curvature(hessian)) {
            reset(inverseHessian, gradient);
            return false;
        }
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, hessian[i][i]);
        }
        for (int i = 0; i < n; i++) {
            hessian[i][i] += RIDGE * largest;
        }
        if (!invert(hessian, inverseHessian)) {
            reset(inverseHessian, gradient);
            return false;
        }
        return true;
    }

    /** Inverts a positive definite matrix by its Cholesky factor, which overwrites the matrix. */
    private static boolean invert(double[][] a, double[][] inverse) {
        int n = a.length;
        for (int j = 0; j < n; j++) {
            for (int i = j; i < n; i++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i][k] * a[j][k];
                }
                if (i == j && !(sum > 0)) {
                    return false;
                }
                a[i][j] = i == j ? Math.sqrt(sum) : sum / a[j][j];
            }
        }
        for (int c = 0; c < n; c++) {
            for (int i = 0; i < n; i++) {
                double sum = i == c ? 1 : 0;
                for (int k = 0; k < i; k++) {
                    sum -= a[i][k] * inverse[k][c];
                }
                inverse[i][c] = sum / a[i][i];
            }
            for (int i = n - 1; i >= 0; i--) {
                double sum = inverse[i][c];
                for (int k = i + 1; k < n; k++) {
                    sum -= a[k][i] * inverse[k][c];
                }
                inverse[i][c] = sum / a[i][i];
            }
        }
        return true;
    }

    /** A first step of at most unit length, because the scale is unknown before any curvature has been observed. */
    private static void reset(double[][] inverseHessian, double[] gradient) {
        double norm = Math.sqrt(dot(gradient, gradient));
        for (int i = 0; i < inverseHessian.length; i++) {
            Arrays.fill(inverseHessian[i], 0);
            inverseHessian[i][i] = norm > 0 ? 0.5 / norm : 1;
        }
    }

    private static double descend(double[][] inverseHessian, double[] gradient, double[] direction) {
        for (int i = 0; i < direction.length; i++) {
            direction[i] = -dot(inverseHessian[i], gradient);
        }
        return dot(direction, gradient);
    }

    private static void update(
            double[][] h, double[] x, double[] newX, double[] gradient, double[] newGradient, boolean rescale) {
        int n = x.length;
        var s = new double[n];
        var y = new double[n];
        for (int i = 0; i < n; i++) {
            s[i] = newX[i] - x[i];
            y[i] = newGradient[i] - gradient[i];
        }
        double sy = dot(s, y);
        double yy = dot(y, y);
        if (!(sy > 1e-10 * Math.sqrt(dot(s, s) * yy))) {
            return;
        }
        if (rescale) {
            for (int i = 0; i < n; i++) {
                Arrays.fill(h[i], 0);
                h[i][i] = sy / yy;
            }
        }
        var hy = new double[n];
        for (int i = 0; i < n; i++) {
            hy[i] = dot(h[i], y);
        }
        double scale = (1 + dot(y, hy) / sy) / sy;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                h[i][j] += scale * s[i] * s[j] - (hy[i] * s[j] + s[i] * hy[j]) / sy;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double maximumNorm(double[] a) {
        double norm = 0;
        for (double value : a) {
            norm = Math.max(norm, Math.abs(value));
        }
        return norm;
    }
}
