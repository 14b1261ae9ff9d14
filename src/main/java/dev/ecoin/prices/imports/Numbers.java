package dev.ecoin.prices.imports;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Parses amounts with every digit, in the number format of one file. */
enum Numbers {
    WITH_POINT('.', ','),
    WITH_COMMA(',', '.');

    /** More than any price needs, and far below the limits of PostgreSQL's numeric and of memory. */
    private static final int MOST_DIGITS = 100;

    private static final Set<String> MISSING =
            Set.of("", "na", "n/a", "#n/a", "<na>", "nan", "null", "none", "nil", "-", "--", "–", "—", "?");

    /** A sign, a currency, digits with separators, an exponent, a currency or a factor. */
    private static final Pattern AMOUNT = Pattern.compile("(?<sign>[+-]?)(?<before>[^0-9.,+-]{0,5})"
            + "(?<digits>[0-9.,][0-9.,'’\\h]*)(?<exponent>[eE][+-]?[0-9]{1,9})?(?<after>[^0-9.,+-]{0,5})");

    /** Powers of ten for market caps and volumes such as 1.5B. */
    private static final Map<String, Integer> FACTORS = Map.of("k", 3, "m", 6, "b", 9, "bn", 9, "t", 12);

    private final char mark;
    private final char other;
    private final Pattern digits;

    Numbers(char mark, char other) {
        this.mark = mark;
        this.other = other;
        digits = Pattern.compile("([0-9]*|[0-9]{1,3}(?<group>[" + other + "'’\\h])[0-9]{3}(\\k<group>[0-9]{3})*)("
                + Pattern.quote(String.valueOf(mark)) + "[0-9]*)?");
    }

    /**
     * Detects the decimal separator of a table.
     *
     * @param amounts some of its cells
     * @param separator separator of the cells, which cannot be the decimal separator
     */
    static Numbers of(Stream<String> amounts, char separator) {
        if (separator == ',') {
            return WITH_POINT;
        }
        var hasCommas = false;
        for (var amount : (Iterable<String>) amounts::iterator) {
            var match = AMOUNT.matcher(amount);
            if (match.matches()) {
                var digits = match.group("digits").strip();
                var isWithPoint = WITH_POINT.canRead(digits);
                if (isWithPoint != WITH_COMMA.canRead(digits)) {
                    return isWithPoint ? WITH_POINT : WITH_COMMA;
                }
                hasCommas |= digits.indexOf(',') >= 0;
            }
        }
        return hasCommas ? WITH_COMMA : WITH_POINT;
    }

    private boolean canRead(String text) {
        return digits.matcher(text).matches();
    }

    static boolean isMissing(String text) {
        return MISSING.contains(text.toLowerCase(Locale.ROOT));
    }

    /**
     * Parses an amount.
     *
     * @param name of the amount, for the message
     * @param unit required unit, if the text states one
     */
    BigDecimal read(String name, String text, Unit unit) throws RejectedException {
        var match = AMOUNT.matcher(text);
        if (match.matches() && canRead(match.group("digits").strip())) {
            var after = match.group("after").strip();
            var factor = FACTORS.getOrDefault(after.toLowerCase(Locale.ROOT), 0);
            var units = Stream.of(match.group("before").strip(), factor > 0 ? "" : after)
                    .filter(named -> !named.isEmpty())
                    .toList();
            if (units.stream().allMatch(Unit::isKnown)) {
                if (!units.stream().allMatch(unit::is)) {
                    throw new RejectedException(
                            "the " + name + " '" + RejectedException.excerpt(text) + "' is not in " + unit);
                }
                var plain = match.group("digits")
                        .replaceAll("[" + other + "'’\\h]", "")
                        .replace(mark, '.');
                var number = number(match.group("sign") + plain, match.group("exponent"));
                if (number != null) {
                    return factor > 0 ? number.scaleByPowerOfTen(factor) : number;
                }
            }
        }
        throw new RejectedException(
                "the " + name + " '" + RejectedException.excerpt(text) + "' is not a number of up to " + MOST_DIGITS
                        + " digits with a " + (mark == '.' ? "point" : "comma") + " for its decimals");
    }

    private static BigDecimal number(String digits, String exponent) {
        try {
            var number = new BigDecimal(exponent == null ? digits : digits + exponent);
            return Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
