package dev.ecoin.forecasting.optimisation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BfgsTest {

    private static final Bfgs BFGS = new Bfgs(new Convergence(1e-8, 0, 500), 10);

    @Test
    void findsTheMinimumOfRosenbrocksValley() {
        // Rosenbrock 1960; minimum 0 at (1, 1), customary start (-1.2, 1).
        var valley = new SmoothFunction() {
            private double[] at;

            @Override
            public int dimension() {
                return 2;
            }

            @Override
            public double value(double[] x) {
                at = x.clone();
                return 100 * Math.pow(x[1] - x[0] * x[0], 2) + Math.pow(1 - x[0], 2);
            }

            @Override
            public void gradient(double[] g) {
                g[0] = -400 * at[0] * (at[1] - at[0] * at[0]) - 2 * (1 - at[0]);
                g[1] = 200 * (at[1] - at[0] * at[0]);
            }
        };
        Minimum minimum = BFGS.minimise(valley, new double[] {-1.2, 1});

        assertTrue(minimum.converged());
        assertArrayEquals(new double[] {1, 1}, minimum.point(), 1e-7);
        assertTrue(minimum.evaluations() < 80, () -> minimum.evaluations() + " evaluations");
    }

    @Test
    void staysInsideTheDomain() {
        // x - log x is not defined at x <= 0; minimum 1 at x = 1.
        var barrier = new SmoothFunction() {
            private double at;

            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public double value(double[] x) {
                at = x[0];
                return at > 0 ? at - Math.log(at) : Double.POSITIVE_INFINITY;
            }

            @Override
            public void gradient(double[] g) {
                g[0] = 1 - 1 / at;
            }
        };
        Minimum minimum = BFGS.minimise(barrier, new double[] {25});

        assertEquals(1, minimum.point()[0], 1e-7);
    }

    @Test
    void aWatchEndsTheRun() {
        var bowl = new SmoothFunction() {
            private double at;

            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public double value(double[] x) {
                at = x[0];
                return Math.cosh(at);
            }

            @Override
            public void gradient(double[] g) {
                g[0] = Math.sinh(at);
            }
        };
        Minimum minimum = BFGS.minimise(bowl, new double[] {5}, (x, value) -> value < 10);

        assertFalse(minimum.converged());
        assertTrue(minimum.value() < 10 && minimum.value() > 1.001, () -> "stopped at " + minimum.value());
        assertTrue(BFGS.minimise(bowl, new double[] {5}, Watch.NONE).converged());
    }
}
