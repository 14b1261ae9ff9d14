package dev.ecoin.forecasting.sarima;

import org.ojalgo.matrix.decomposition.Cholesky;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.decomposition.LU;
import org.ojalgo.matrix.decomposition.MatrixDecomposition;
import org.ojalgo.matrix.store.R064Store;

/**
 * The small dense problems of a fit, solved by ojAlgo. Sizes are numbers of coefficients or of the autoregressive lags
 * in a season or two, below its threading threshold unless seasons are very long.
 */
final class SmallMatrices {

    private SmallMatrices() {}

    /** Inverse of a symmetric positive definite matrix; null for any other. */
    static double[][] invert(double[][] matrix) {
        int n = matrix.length;
        var store = R064Store.FACTORY.make(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (!Double.isFinite(matrix[i][j])) {
                    return null;
                }
                store.set(i, j, matrix[i][j]);
            }
        }
        var decomposition = Cholesky.R064.make(n, n);
        if (!decomposition.decompose(store) || !decomposition.isSolvable()) {
            return null;
        }
        var inverse = decomposition.getInverse();
        var result = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                result[i][j] = inverse.doubleValue(i, j);
            }
        }
        return result;
    }

    /** Solution of a square linear system, or null if it is singular. */
    static double[] solve(double[][] matrix, double[] right) {
        return solution(LU.R064.make(right.length, right.length), matrix, right);
    }

    /** Least squares by the normal equations {@code matrix x = right}, or null if they are singular. */
    static double[] leastSquares(double[][] matrix, double[] right) {
        return solution(Cholesky.R064.make(right.length, right.length), matrix, right);
    }

    private static double[] solution(
            MatrixDecomposition.Solver<Double> decomposition, double[][] matrix, double[] right) {
        int n = right.length;
        var store = R064Store.FACTORY.make(n, n);
        var side = R064Store.FACTORY.make(n, 1);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                store.set(i, j, matrix[i][j]);
            }
            side.set(i, 0, right[i]);
        }
        if (!decomposition.decompose(store) || !decomposition.isSolvable()) {
            return null;
        }
        var solved = decomposition.getSolution(side);
        var result = new double[n];
        for (int i = 0; i < n; i++) {
            result[i] = solved.doubleValue(i, 0);
            if (!Double.isFinite(result[i])) {
                return null;
            }
        }
        return result;
    }

    /**
     * Reciprocal roots of {@code 1 - a_1 z - ... - a_n z^n}, as the eigenvalues of its companion matrix.
     *
     * @return real and imaginary parts, {@code [0][i]} and {@code [1][i]}
     */
    static double[][] reciprocalRoots(double[] a) {
        int n = a.length;
        var roots = new double[2][n];
        if (n == 1) {
            roots[0][0] = a[0];
        } else if (n > 1) {
            var companion = R064Store.FACTORY.make(n, n);
            for (int j = 0; j < n; j++) {
                companion.set(0, j, a[j]);
                if (j + 1 < n) {
                    companion.set(j + 1, j, 1.0);
                }
            }
            var decomposition = Eigenvalue.R064.make(n, false);
            decomposition.computeValuesOnly(companion);
            var values = decomposition.getEigenvalues();
            for (int i = 0; i < n; i++) {
                roots[0][i] = values.get(i).getReal();
                roots[1][i] = values.get(i).getImaginary();
            }
        }
        return roots;
    }
}
