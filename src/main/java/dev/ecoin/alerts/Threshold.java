package dev.ecoin.alerts;

import dev.ecoin.http.ProblemException;
import java.math.BigDecimal;

/**
 * The minimum value of a condition, with hysteresis: a rule fires at the value and clears below the value less the
 * margin, so that small movements around it are one alert.
 *
 * @param margin a tenth of the value by default
 */
record Threshold(BigDecimal atLeast, BigDecimal margin) {

    private static final BigDecimal MARGIN = new BigDecimal("0.1");
    private static final int MOST_DECIMALS = 9;

    /**
     * Reads one.
     *
     * @param most the largest value
     * @throws ProblemException with status 400 if the value is missing, 422 if a number is out of range
     */
    static Threshold checked(BigDecimal atLeast, BigDecimal margin, BigDecimal most) {
        var valid = "a number above 0 and up to " + most.toPlainString() + " with up to " + MOST_DECIMALS + " decimals";
        if (atLeast == null) {
            throw ProblemException.badRequest(
                    "condition.at_least", null, "The field 'condition.at_least' is missing", valid);
        }
        if (ConditionFields.isTooLong(atLeast, MOST_DECIMALS) || atLeast.signum() <= 0 || atLeast.compareTo(most) > 0) {
            throw ConditionFields.outOfRange("at_least", atLeast, valid);
        }
        if (margin == null) {
            return new Threshold(atLeast, atLeast.multiply(MARGIN).stripTrailingZeros());
        }
        if (ConditionFields.isTooLong(margin, MOST_DECIMALS + 1)
                || margin.signum() < 0
                || margin.compareTo(atLeast) >= 0) {
            throw ConditionFields.outOfRange("margin", margin, "a number from 0 and below at_least");
        }
        return new Threshold(atLeast, margin);
    }

    Standing standing(BigDecimal value) {
        if (value.compareTo(atLeast) >= 0) {
            return Standing.MET;
        }
        return value.compareTo(atLeast.subtract(margin)) >= 0 ? Standing.WITHIN_MARGIN : Standing.NOT_MET;
    }

    /** "0.0783, below 0.5" and the like. */
    String compare(BigDecimal value) {
        return value.toPlainString()
                + (value.compareTo(atLeast) >= 0 ? ", at least " : ", below ")
                + atLeast.toPlainString();
    }
}
