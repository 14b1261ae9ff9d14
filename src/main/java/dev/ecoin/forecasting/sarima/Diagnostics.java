package dev.ecoin.forecasting.sarima;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Diagnostics of a fit.
 *
 * @param ljungBox portmanteau test of the standardised innovations
 * @param arRootDistance smallest modulus of an autoregressive root minus 1; positive infinity if there are no roots
 * @param maRootDistance smallest modulus of a moving-average root minus 1; positive infinity if there are no roots
 * @param rootGap smallest distance between reciprocal roots of an autoregressive factor and the moving-average factor
 *     of the same lag; positive infinity if either is empty
 * @param scale in-sample mean absolute difference at the lag of the period (1 if not seasonal), in the units of the
 *     series; the denominator of MASE (Hyndman and Koehler 2006)
 * @param missing number of missing values in the fitted series
 * @param warnings empty if there are none
 */
public record Diagnostics(
        LjungBox ljungBox,
        double arRootDistance,
        double maRootDistance,
        double rootGap,
        double scale,
        int missing,
        Set<Warning> warnings) {

    /** Roots closer to the unit circle than this are near-unit, as in {@code auto.arima}. */
    public static final double NEAR_UNIT = 0.01;

    /** Reciprocal roots closer to each other than this nearly cancel. */
    public static final double NEAR_CANCELLING = 0.05;

    /** A property of a fit that deserves attention. */
    public enum Warning {
        /** An autoregressive root within {@link #NEAR_UNIT} of the unit circle: perhaps difference once more. */
        NEAR_UNIT_AR_ROOT,
        /** A moving-average root within {@link #NEAR_UNIT} of the unit circle: perhaps difference once less. */
        NEAR_UNIT_MA_ROOT,
        /** An autoregressive and a moving-average root nearly cancel: the order is larger than the data support. */
        NEAR_CANCELLING_ROOTS,
        /** The minimiser exhausted its iterations. */
        NOT_CONVERGED,
        /** The observed information is not positive definite, so standard errors are NaN. */
        NO_STANDARD_ERRORS,
        /**
         * Selection found an order with a lower AICc, but its forecasts are not clearly better than the random walk's.
         */
        RANDOM_WALK_PREFERRED,
        /** Selection found a larger order with a lower AICc, but the difference may be chance. */
        SIMPLER_PREFERRED,
        /** The forecasts or their limits are implausible given the history, and the user overrode the gate. */
        OUTSIDE_GATE
    }

    public Diagnostics {
        warnings = Set.copyOf(warnings);
    }

    /** The diagnostics as part of a {@link dev.ecoin.forecasting.ModelDescription}. */
    Map<String, Object> tree() {
        var test = new LinkedHashMap<String, Object>();
        test.put("statistic", ljungBox.statistic());
        test.put("lags", ljungBox.lags());
        test.put("degrees_of_freedom", ljungBox.degreesOfFreedom());
        test.put("p_value", ljungBox.pValue());
        var tree = new LinkedHashMap<String, Object>();
        tree.put("ljung_box", test);
        tree.put("ar_root_distance", arRootDistance);
        tree.put("ma_root_distance", maRootDistance);
        tree.put("root_gap", rootGap);
        tree.put("scale", scale);
        tree.put("missing_days", missing);
        tree.put(
                "warnings",
                warnings.stream()
                        .map(warning -> warning.name().toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList());
        return tree;
    }

    Diagnostics with(Warning warning) {
        var more = new HashSet<>(warnings);
        more.add(warning);
        return new Diagnostics(ljungBox, arRootDistance, maRootDistance, rootGap, scale, missing, more);
    }

    Diagnostics withScale(double newScale) {
        return new Diagnostics(ljungBox, arRootDistance, maRootDistance, rootGap, newScale, missing, warnings);
    }
}
