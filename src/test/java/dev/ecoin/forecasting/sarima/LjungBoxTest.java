package dev.ecoin.forecasting.sarima;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.forecasting.GammaFunction;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LjungBoxTest {

    /** {@code Box.test(x, lag, type = "Ljung", fitdf)} in R 4.2.2. */
    @Test
    void agreesWithR() {
        var huron = LjungBox.of(ReferenceFit.series("LakeHuron", "none"), 10, 0);
        assertEquals(189.857005838, huron.statistic(), 1e-8);
        assertEquals(0, huron.pValue(), 1e-12);

        var nile = LjungBox.of(Arrays.copyOf(ReferenceFit.series("Nile", "none"), 40), 8, 2);
        assertEquals(23.3316494694, nile.statistic(), 1e-9);
        assertEquals(0.000692679639319, nile.pValue(), 1e-13);
        assertEquals(6, nile.degreesOfFreedom());
    }

    @Test
    void missingResidualsAreLeftOut() {
        double[] series = ReferenceFit.series("LakeHuron", "none");
        var shifted = new double[series.length + 3];
        Arrays.fill(shifted, Double.NaN);
        System.arraycopy(series, 0, shifted, 3, series.length);

        assertEquals(
                LjungBox.of(series, 10, 0).statistic(),
                LjungBox.of(shifted, 10, 0).statistic(),
                1e-9);
    }

    /** {@code pchisq(q, df, lower = FALSE)} in R 4.2.2, and exact values for two degrees of freedom. */
    @ParameterizedTest
    @CsvSource({"3, 5, 0.699985835879", "2, 2, 0.36787944117144233", "80, 2, 4.248354255291589e-18", "0, 7, 1"})
    void tailProbabilitiesAgreeWithR(double quantile, double freedom, double expected) {
        assertEquals(expected, GammaFunction.upperRegularised(freedom / 2, quantile / 2), 1e-12 * expected);
    }
}
