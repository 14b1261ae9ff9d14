package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.Interruption;
import java.util.Arrays;

/**
 * Exact likelihood with missing observations, computed from a complete series: missing values are filled in, and the
 * errors of the fill are unknown additive outliers that are integrated out (Gomez, Maravall and Pena 1999):
 *
 * <pre>n/2 log(S / n) + 1/2 log |Omega| + 1/2 log |X' Omega^-1 X|</pre>
 *
 * where S is the generalised sum of squares after regression on the outliers' columns X, and n the number of
 * observations minus d + D m. Without the part of {@link InitialLevels}, this is the value of the filter in {@link
 * DiffuseLikelihood}, but with a gradient, and at a fraction of the cost if outliers die out soon or the state is
 * large. Mutable workspace; one per thread.
 */
final class AdditiveOutlierLikelihood implements ExactLikelihood {

    /** The innovations caused by an outlier of 1 are truncated where they fall below this. */
    private static final double NEGLIGIBLE = 1e-8;

    /** A smaller effect of an outlier, once all others are known, is a rounding error. */
    private static final double UNDETERMINED = 1e-9;

    /**
     * Average number of overlapping outliers above which the filter is cheaper, and the increase of that number per
     * state.
     */
    private static final int FEW_OVERLAPPING = 16;

    private static final int OVERLAPPING_PER_STATE = 4;

    private final ArmaPolynomials polynomials;
    private final ArmaLikelihood complete;
    private final double[] filled;
    private final double regressor;
    /** Effect of an outlier of 1 on the differences, by lag. */
    private final double[] shape;

    private final Column[] columns;
    /** The column of an outlier in the filter's steady part, where all columns are equal up to a time shift. */
    private final Column steadyColumn;
    /** Products of the steady column with its own shifts, by lag; NaN until needed. */
    private double[] steadyProducts = new double[0];

    private double[] shifts = new double[0];
    private final Column constant;
    private final int n;
    private final int observations;
    /** First column that overlaps each column. */
    private final int[] first;

    private final double[][] factor;
    private final double[][] inverse;
    private final double[] weights;
    private final double[] level;
    private final DiffuseLikelihood filter;
    private final double logsOfLevels;
    private final long mostSteps;
    /** Whether the filter evaluated the last point, where outliers died out so slowly that it was cheaper. */
    private boolean filtered;

    private double[] outliers = new double[0];

    private double negligible = NEGLIGIBLE;
    private double weight;
    private double beta;
    private double sumOfSquares;

    /** Innovations of one regressor, from its first difference until they die out. */
    private static final class Column {
        final int origin;
        final int start;
        int end;
        /** Shared with the steady column if the two are equal. */
        double[] innovation = new double[0];

        double[] own = innovation;
        double[] adjoint = innovation;
        boolean shared;

        Column(int origin) {
            this.origin = origin;
            start = Math.max(0, origin);
        }
    }

    /**
     * @param values NaN where missing
     * @param filled the differenced series with the missing values filled in
     * @param regressor the differenced regressor, the same at every step; 0 for no constant
     * @param logsOfLevels of {@link InitialLevels}
     * @param filter the same likelihood by a filter, used when outliers die out too slowly
     */
    AdditiveOutlierLikelihood(
            ArmaPolynomials polynomials,
            double[] values,
            double[] filled,
            double regressor,
            double logsOfLevels,
            DiffuseLikelihood filter) {
        this.polynomials = polynomials;
        this.filter = filter;
        this.filled = filled;
        this.regressor = regressor;
        this.logsOfLevels = logsOfLevels;
        complete = new ArmaLikelihood(polynomials, filled, 0);
        double[] delta = ArmaPolynomials.differencing(polynomials.order);
        shape = new double[delta.length + 1];
        shape[0] = 1;
        for (int k = 1; k < shape.length; k++) {
            shape[k] = -delta[k - 1];
        }
        n = filled.length;
        mostSteps = n * (FEW_OVERLAPPING + OVERLAPPING_PER_STATE * (long) (polynomials.dimension + delta.length));
        int missing = 0;
        for (double value : values) {
            missing += Double.isNaN(value) ? 1 : 0;
        }
        columns = new Column[missing];
        int j = 0;
        for (int t = 0; t < values.length; t++) {
            if (Double.isNaN(values[t])) {
                columns[j++] = new Column(t - delta.length);
            }
        }
        steadyColumn = new Column(n);
        constant = new Column(0);
        observations = n - missing;
        first = new int[missing];
        factor = new double[missing][];
        inverse = new double[missing][];
        weights = new double[n];
        level = new double[n];
    }

    @Override
    public void tolerance(double factor) {
        complete.tolerance(factor);
        negligible = NEGLIGIBLE * factor;
    }

    @Override
    public double value(double fixedBeta) {
        if (!Double.isFinite(complete.value(Double.NaN))) {
            return Double.POSITIVE_INFINITY;
        }
        for (int t = 0; t < n; t++) {
            weights[t] = 1 / complete.variance[t];
        }
        filtered = false;
        long steps = 0;
        boolean prepared = false;
        for (Column column : columns) {
            Interruption.check();
            column.shared = column.origin >= complete.steady;
            if (!column.shared) {
                filter(column, shape, true, n);
            } else {
                if (!prepared) {
                    prepareSteady();
                    prepared = true;
                }
                column.innovation = steadyColumn.innovation;
                column.end = Math.min(n, column.origin + steadyLength());
            }
            steps += column.end - column.start;
            if (steps > mostSteps) {
                return filtered(fixedBeta);
            }
        }
        double logs = factorise();
        if (Double.isNaN(logs)) {
            return filtered(fixedBeta);
        }
        System.arraycopy(filled, 0, level, 0, n);
        double[] innovation = complete.innovation;
        beta = 0;
        if (regressor != 0) {
            regress(fixedBeta);
        }
        outliers = solve(innovation);
        for (int j = 0; j < columns.length; j++) {
            Column column = columns[j];
            subtract(column, outliers[j], innovation);
            for (int lag = Math.max(0, -column.origin); lag < shape.length && column.origin + lag < n; lag++) {
                level[column.origin + lag] -= outliers[j] * shape[lag];
            }
        }
        double sum = 0;
        for (int t = 0; t < n; t++) {
            sum += innovation[t] * innovation[t] * weights[t];
        }
        sumOfSquares = sum;
        weight = observations / sum;
        double value =
                0.5 * observations * Math.log(sum / observations) + 0.5 * complete.sumOfLogs + logs - logsOfLevels;
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    private double filtered(double fixedBeta) {
        filtered = true;
        return filter.value(fixedBeta);
    }

    private void prepareSteady() {
        filter(steadyColumn, shape, true, 2 * n);
        if (steadyProducts.length < steadyLength()) {
            steadyProducts = new double[steadyColumn.innovation.length];
            shifts = new double[steadyProducts.length + 1];
        }
        Arrays.fill(steadyProducts, 0, steadyLength(), Double.NaN);
    }

    private int steadyLength() {
        return steadyColumn.end - steadyColumn.start;
    }

    /**
     * Whether the column equals the steady column over its full length, without being truncated by the end of the
     * series.
     */
    private boolean isWhole(Column column) {
        return column.shared && column.end == column.origin + steadyLength();
    }

    /** Subtracts the constant from innovations and level. */
    private void regress(double fixedBeta) {
        double[] all = new double[n];
        Arrays.fill(all, regressor);
        filter(constant, all, false, n);
        double[] innovation = complete.innovation;
        if (Double.isNaN(fixedBeta)) {
            double[] left = constant.innovation.clone();
            double[] outliers = solve(left);
            for (int j = 0; j < columns.length; j++) {
                subtract(columns[j], outliers[j], left);
            }
            double zz = 0;
            double zv = 0;
            for (int t = 0; t < n; t++) {
                zz += left[t] * left[t] * weights[t];
                zv += left[t] * innovation[t] * weights[t];
            }
            beta = zv / zz;
        } else {
            beta = fixedBeta;
        }
        subtract(constant, beta, innovation);
        for (int t = 0; t < n; t++) {
            level[t] -= beta * regressor;
        }
    }

    private static void subtract(Column column, double factor, double[] from) {
        for (int t = column.start; t < column.end; t++) {
            from[t] -= factor * column.innovation[t - column.start];
        }
    }

    /**
     * Computes a regressor's innovations up to {@code limit}: with the gains of the complete series' filter, then by
     * the recursion.
     */
    private void filter(Column column, double[] x, boolean dying, int limit) {
        int start = column.start;
        int steady = complete.steady;
        double[] phi = polynomials.phi;
        int s = phi.length;
        if (column.own.length == 0) {
            column.own = new double[Math.min(limit - start, 4 * (x.length + s) + 16)];
        }
        double[] v = column.own;
        int t = start;
        if (t < steady) {
            if (v.length < Math.min(n, steady) - start) {
                v = Arrays.copyOf(v, Math.min(limit, steady + s + x.length) - start);
            }
            var a = new double[s + 1];
            for (; t < steady; t++) {
                double[] k = complete.gain[t];
                double innovation = at(x, t - column.origin) - a[0];
                v[t - start] = innovation;
                polynomials.advance(a, k, innovation * weights[t]);
            }
        }
        int last = column.origin + x.length + polynomials.arDegree;
        int quiet = 0;
        for (; t < limit && !(dying && t >= last && quiet >= polynomials.maDegree); t++) {
            if (t - start == v.length) {
                v = Arrays.copyOf(v, Math.min(limit - start, 2 * v.length + 16));
            }
            double sum = at(x, t - column.origin);
            if (t < last) {
                for (int lag : polynomials.arLags) {
                    if (t - lag >= start) {
                        sum -= phi[lag - 1] * at(x, t - lag - column.origin);
                    }
                }
            }
            for (int lag : polynomials.maLags) {
                if (t - lag < start) {
                    break;
                }
                sum -= polynomials.theta[lag - 1] * v[t - lag - start];
            }
            v[t - start] = sum;
            quiet = Math.abs(sum) < negligible ? quiet + 1 : 0;
        }
        column.own = v;
        column.innovation = v;
        column.end = t;
    }

    private static double at(double[] x, int lag) {
        return lag < x.length ? x[lag] : 0;
    }

    /**
     * Cholesky factor of X' Omega^-1 X by rows within its envelope; returns half the log-determinant, NaN if singular.
     */
    private double factorise() {
        int k = columns.length;
        int earliest = 0;
        for (int j = 0; j < k; j++) {
            while (columns[earliest].end <= columns[j].start && earliest < j) {
                earliest++;
            }
            first[j] = earliest;
        }
        double logs = 0;
        for (int j = 0; j < k; j++) {
            Interruption.check();
            int width = j - first[j] + 1;
            double[] row = factor[j] != null && factor[j].length == width ? factor[j] : new double[width];
            for (int i = first[j]; i <= j; i++) {
                double sum = product(columns[i], columns[j]);
                double scale = sum;
                for (int l = Math.max(first[i], first[j]); l < i; l++) {
                    sum -= row[l - first[j]] * (i == j ? row : factor[i])[l - first[i]];
                }
                if (i < j) {
                    row[i - first[j]] = sum / factor[i][i - first[i]];
                } else if (sum > 1e-12 * scale) {
                    row[i - first[j]] = Math.sqrt(sum);
                    logs += 0.5 * Math.log(sum);
                } else {
                    return Double.NaN;
                }
            }
            factor[j] = row;
        }
        return logs;
    }

    /** Product of a column with itself or a later one. */
    private double product(Column a, Column b) {
        if (!isWhole(a)) {
            return sum(a, b);
        }
        int lag = b.origin - a.origin;
        if (lag >= steadyLength()) {
            return 0;
        }
        if (Double.isNaN(steadyProducts[lag])) {
            steadyProducts[lag] = sum(a, b);
        }
        return steadyProducts[lag];
    }

    private double sum(Column a, Column b) {
        double sum = 0;
        int end = Math.min(a.end, b.end);
        double[] x = a.innovation;
        double[] y = b.innovation;
        for (int t = Math.max(a.start, b.start); t < end; t++) {
            sum += x[t - a.start] * y[t - b.start] * weights[t];
        }
        return sum;
    }

    /** Coefficients of the outliers in a regression of innovations on their columns. */
    private double[] solve(double[] innovation) {
        int k = columns.length;
        var x = new double[k];
        for (int j = 0; j < k; j++) {
            double sum = 0;
            Column column = columns[j];
            for (int t = column.start; t < column.end; t++) {
                sum += column.innovation[t - column.start] * innovation[t] * weights[t];
            }
            for (int i = first[j]; i < j; i++) {
                sum -= factor[j][i - first[j]] * x[i];
            }
            x[j] = sum / factor[j][j - first[j]];
        }
        for (int j = k - 1; j >= 0; j--) {
            x[j] /= factor[j][j - first[j]];
            for (int i = first[j]; i < j; i++) {
                x[i] -= factor[j][i - first[j]] * x[j];
            }
        }
        return x;
    }

    /** The inverse of X' Omega^-1 X within its envelope (Takahashi, Fagan and Chen 1973). */
    private void invert() {
        int k = columns.length;
        for (int j = 0; j < k; j++) {
            if (inverse[j] == null || inverse[j].length != factor[j].length) {
                inverse[j] = new double[factor[j].length];
            }
        }
        int next = k;
        for (int i = k - 1; i >= 0; i--) {
            Interruption.check();
            while (next > i + 1 && first[next - 1] > i) {
                next--;
            }
            double pivot = factor[i][i - first[i]];
            for (int j = next - 1; j >= i; j--) {
                double sum = i == j ? 1 / pivot : 0;
                for (int l = i + 1; l < next; l++) {
                    sum -= factor[l][i - first[l]] * (l > j ? inverse[l][j - first[l]] : inverse[j][l - first[j]]);
                }
                inverse[j][i - first[j]] = sum / pivot;
            }
        }
    }

    @Override
    public boolean gradient(double[] factorGradient) {
        if (filtered) {
            return false;
        }
        invert();
        int s = polynomials.dimension;
        int steady = complete.steady;
        var phiGradient = new double[s];
        var thetaGradient = new double[s];
        var gainAdjoint = new double[steady][];
        var varianceAdjoint = new double[steady];
        Arrays.fill(shifts, 0);
        clear(steadyColumn);
        boolean steadyUsed = false;
        for (int i = 0; i < columns.length; i++) {
            Column column = columns[i];
            steadyUsed |= column.shared;
            if (!column.shared) {
                clear(column);
            }
            double[] adjoint = column.shared ? steadyColumn.adjoint : column.adjoint;
            for (int j = first[i]; j < columns.length && first[j] <= i; j++) {
                Column other = columns[j];
                double z = j > i ? inverse[j][i - first[j]] : inverse[i][j - first[i]];
                if (j >= i && isWhole(column)) {
                    int lag = other.origin - column.origin;
                    shifts[Math.min(lag, steadyLength())] += z;
                } else if (j > i || !isWhole(other)) {
                    add(z, other, column, adjoint);
                }
            }
            if (!column.shared) {
                pullBack(column, phiGradient, thetaGradient, gainAdjoint, varianceAdjoint);
            }
        }
        if (steadyUsed) {
            addShifts();
            pullBack(steadyColumn, phiGradient, thetaGradient, gainAdjoint, varianceAdjoint);
        }
        complete.gradient(level, weight, gainAdjoint, varianceAdjoint, phiGradient, thetaGradient, factorGradient);
        return true;
    }

    private static void clear(Column column) {
        if (column.adjoint.length < column.own.length) {
            column.adjoint = new double[column.own.length];
        }
        Arrays.fill(column.adjoint, 0);
    }

    private void add(double z, Column other, Column column, double[] adjoint) {
        int end = Math.min(column.end, other.end);
        for (int t = Math.max(column.start, other.start); t < end; t++) {
            adjoint[t - column.start] += z * other.innovation[t - other.start] * weights[t];
        }
    }

    /** Adds the contributions of pairs of steady columns to the adjoints of both, by the lag between them. */
    private void addShifts() {
        int length = steadyLength();
        double[] v = steadyColumn.innovation;
        double[] adjoint = steadyColumn.adjoint;
        for (int lag = 0; lag < length; lag++) {
            double z = shifts[lag];
            if (z != 0) {
                for (int s = lag; s < length; s++) {
                    adjoint[s] += z * v[s - lag];
                }
                for (int s = 0; s < length - lag && lag > 0; s++) {
                    adjoint[s] += z * v[s + lag];
                }
            }
        }
    }

    /**
     * Adjoint of {@link #filter} for half the log-determinant, given its derivatives with respect to the innovations.
     */
    private void pullBack(
            Column column,
            double[] phiGradient,
            double[] thetaGradient,
            double[][] gainAdjoint,
            double[] varianceAdjoint) {
        int start = column.start;
        int steady = complete.steady;
        double[] v = column.innovation;
        double[] adjoint = column.adjoint;
        int exact = Math.max(start, Math.min(steady, column.end));
        for (int t = start; t < exact; t++) {
            varianceAdjoint[t] -= 0.5 * v[t - start] * adjoint[t - start] * weights[t];
        }
        for (int t = column.end - 1; t >= exact; t--) {
            double a = adjoint[t - start];
            for (int lag : polynomials.maLags) {
                if (t - lag < start) {
                    break;
                }
                adjoint[t - lag - start] -= polynomials.theta[lag - 1] * a;
                thetaGradient[lag - 1] -= a * v[t - lag - start];
            }
            for (int lag : polynomials.arLags) {
                if (t - lag < start) {
                    break;
                }
                phiGradient[lag - 1] -= a * at(shape, t - lag - column.origin);
            }
        }
        double[] phi = polynomials.phi;
        int s = phi.length;
        var state = new double[s + 1];
        for (int t = exact - 1; t >= start; t--) {
            double[] k = complete.gain[t];
            if (gainAdjoint[t] == null) {
                gainAdjoint[t] = new double[s];
            }
            double g = v[t - start] * weights[t];
            double a0 = at(shape, t - column.origin) - v[t - start];
            double gSum = 0;
            double aSum = 0;
            for (int i = 0; i < s; i++) {
                gSum += state[i] * k[i];
                aSum += phi[i] * state[i];
                gainAdjoint[t][i] += g * state[i];
                phiGradient[i] += a0 * state[i];
            }
            varianceAdjoint[t] -= gSum * g * weights[t];
            System.arraycopy(state, 0, state, 1, s);
            state[0] = aSum - (adjoint[t - start] + gSum * weights[t]);
        }
    }

    @Override
    public double betaGradient() {
        double sum = 0;
        for (int t = 0; t < n; t++) {
            sum -= complete.innovation[t] * constant.innovation[t] * weights[t];
        }
        return sum * weight;
    }

    @Override
    public int observations() {
        return observations;
    }

    @Override
    public double beta() {
        return filtered ? filter.beta() : beta;
    }

    @Override
    public double sumOfSquares() {
        return filtered ? filter.sumOfSquares() : sumOfSquares;
    }

    /**
     * Recursive residuals of the regression on the outliers, by Givens rotations of one difference after the other into
     * the triangular factor (Gentleman 1974). One that starts a row of the factor determines an outlier.
     */
    @Override
    public double[] standardised() {
        if (filtered) {
            return filter.standardised();
        }
        int k = columns.length;
        var rows = new double[k][];
        var right = new double[k];
        var result = new double[n];
        int dead = 0;
        int begun = 0;
        for (int t = 0; t < n; t++) {
            while (begun < k && columns[begun].start <= t) {
                begun++;
            }
            while (dead < begun && columns[dead].end <= t) {
                dead++;
            }
            double scale = Math.sqrt(weights[t]);
            double left = complete.innovation[t] * scale;
            var row = new double[begun - dead];
            for (int j = dead; j < begun; j++) {
                Column column = columns[j];
                row[j - dead] = t < column.end ? column.innovation[t - column.start] * scale : 0;
            }
            for (int i = dead; i < begun && !Double.isNaN(left); i++) {
                double x = row[i - dead];
                if (x == 0) {
                    continue;
                }
                if (rows[i] == null) {
                    if (Math.abs(x) > UNDETERMINED) {
                        rows[i] = Arrays.copyOfRange(row, i - dead, row.length);
                        right[i] = left;
                        left = Double.NaN;
                    }
                    continue;
                }
                double pivot = rows[i][0];
                double length = Math.copySign(Math.hypot(pivot, x), pivot);
                double cosine = pivot / length;
                double sine = x / length;
                if (rows[i].length < begun - i) {
                    rows[i] = Arrays.copyOf(rows[i], begun - i);
                }
                for (int j = i; j < begun; j++) {
                    double above = rows[i][j - i];
                    double below = row[j - dead];
                    rows[i][j - i] = cosine * above + sine * below;
                    row[j - dead] = cosine * below - sine * above;
                }
                double above = right[i];
                right[i] = cosine * above + sine * left;
                left = cosine * left - sine * above;
            }
            result[t] = left;
        }
        return result;
    }

    /** The state of the filled series, and the variance of its fill where outliers still have an effect. */
    @Override
    public FilterState state(double[] levels) {
        if (filtered) {
            return filter.state(levels);
        }
        double[] process = complete.state(level, 0, complete.innovation);
        int arma = process.length;
        var mean = Arrays.copyOf(process, arma + levels.length);
        System.arraycopy(levels, 0, mean, arma, levels.length);
        double[] covariance = complete.stateCovariance(mean.length);
        int from = 0;
        while (from < columns.length && columns[from].end < n && columns[from].origin < n - 1 - levels.length) {
            from++;
        }
        var effects = new double[columns.length][];
        for (int j = from; j < columns.length; j++) {
            Column column = columns[j];
            int start = column.start;
            var differences = new double[n - start];
            for (int t = start; t < n; t++) {
                differences[t - start] = at(shape, t - column.origin);
            }
            double[] innovations = Arrays.copyOf(Arrays.copyOf(column.innovation, column.end - start), n - start);
            double[] effect = Arrays.copyOf(complete.state(differences, start, innovations), mean.length);
            int previous = n - 2 - column.origin;
            if (previous >= 0 && previous < levels.length) {
                effect[arma + previous] = 1;
                mean[arma + previous] -= outliers[j];
            }
            for (int i = Math.max(first[j], from); i < j; i++) {
                LaggedProducts.add(-factor[j][i - first[j]], effects[i], effect, effect.length);
            }
            double pivot = factor[j][j - first[j]];
            for (int i = 0; i < effect.length; i++) {
                effect[i] /= pivot;
            }
            effects[j] = effect;
            for (int i = 0; i < effect.length; i++) {
                if (effect[i] != 0) {
                    LaggedProducts.add(effect[i], effect, covariance, i * effect.length, effect.length);
                }
            }
        }
        return FilterState.of(mean, covariance);
    }
}
