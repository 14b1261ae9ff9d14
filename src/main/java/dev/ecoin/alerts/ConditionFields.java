package dev.ecoin.alerts;

import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import java.math.BigDecimal;

/** Checks the numbers of conditions. */
final class ConditionFields {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int LEVEL_DECIMALS = 3;

    private ConditionFields() {}

    static boolean isTooLong(BigDecimal number, int decimals) {
        return isLong(number) || number.stripTrailingZeros().scale() > decimals;
    }

    /** 1e999999999 is a short text and a long number. */
    static boolean isLong(BigDecimal number) {
        return Math.abs((long) number.scale()) > Parameters.PRICE_DIGITS
                || number.precision() > Parameters.PRICE_DIGITS;
    }

    /** A coverage in percent. */
    static BigDecimal level(BigDecimal level, String otherwise) {
        if (level == null) {
            return new BigDecimal(otherwise);
        }
        if (isTooLong(level, LEVEL_DECIMALS) || level.signum() <= 0 || level.compareTo(HUNDRED) >= 0) {
            throw outOfRange(
                    "level", level, "a number above 0 and below 100 with up to " + LEVEL_DECIMALS + " decimals");
        }
        return level;
    }

    static ProblemException outOfRange(String field, Object value, String valid) {
        var text =
                value instanceof BigDecimal number && !isLong(number) ? number.toPlainString() : String.valueOf(value);
        return ProblemException.unprocessable(
                "condition." + field, text, "The field 'condition." + field + "' is " + text, valid);
    }
}
