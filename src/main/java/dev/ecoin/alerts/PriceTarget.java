package dev.ecoin.alerts;

import dev.ecoin.alerts.Situation.Outlook;
import dev.ecoin.configuration.Currency;
import dev.ecoin.http.ProblemException;
import dev.ecoin.risk.Chances;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Bounds of a price on or by a day, as rules ask for them.
 *
 * @param above price; null for none
 * @param below price; null for none
 * @param returnAbove percent of the price of the model's last observation; null for none
 * @param returnBelow likewise
 * @param date a fixed day; null for one that moves
 * @param days after the model's last observation; null for a fixed date
 */
record PriceTarget(
        BigDecimal above,
        BigDecimal below,
        BigDecimal returnAbove,
        BigDecimal returnBelow,
        LocalDate date,
        Integer days) {

    private static final BigDecimal TOTAL_LOSS = BigDecimal.valueOf(-100);
    private static final BigDecimal MOST_PERCENT = BigDecimal.TEN.pow(15);
    private static final int RETURN_DECIMALS = 6;

    /** @throws ProblemException with status 400 if fields are missing or exclude each other, 422 if one is out of range */
    void check(int longestHorizon) {
        var prices = Stream.of(above, below).filter(Objects::nonNull).count();
        var returns =
                Stream.of(returnAbove, returnBelow).filter(Objects::nonNull).count();
        if (prices + returns == 0) {
            throw ProblemException.badRequest(
                    "condition.above",
                    null,
                    "The condition has no bound",
                    "above, below or both, or return_above, return_below or both");
        }
        if (prices > 0 && returns > 0) {
            throw ProblemException.badRequest(
                    "condition.above",
                    null,
                    "Prices and returns exclude each other",
                    "above and below, or return_above and return_below");
        }
        price("above", above);
        price("below", below);
        percent("return_above", returnAbove);
        percent("return_below", returnBelow);
        day(date, days, longestHorizon);
    }

    /** Checks that there is a date or a number of days. */
    static void day(LocalDate date, Integer days, int longestHorizon) {
        if ((date == null) == (days == null)) {
            throw ProblemException.badRequest(
                    date == null ? "condition.days" : "condition.date",
                    null,
                    date == null ? "The condition has no day" : "A date and a number of days exclude each other",
                    "either days, such as 30, or date, such as 2026-12-31");
        }
        if (days != null && (days < 1 || days > longestHorizon)) {
            throw ConditionFields.outOfRange("days", days, "a whole number from 1 to " + longestHorizon);
        }
        if (date != null && (date.getYear() < 2000 || date.getYear() > 9999)) {
            throw ConditionFields.outOfRange("date", date, "a date such as 2026-12-31");
        }
    }

    private static void price(String field, BigDecimal price) {
        if (price != null
                && (ConditionFields.isLong(price)
                        || price.signum() <= 0
                        || price.doubleValue() == 0
                        || Double.isInfinite(price.doubleValue()))) {
            throw ConditionFields.outOfRange(field, price, "a number above 0");
        }
    }

    private static void percent(String field, BigDecimal percent) {
        if (percent != null
                && (ConditionFields.isTooLong(percent, RETURN_DECIMALS)
                        || percent.compareTo(TOTAL_LOSS) <= 0
                        || percent.compareTo(MOST_PERCENT) >= 0)) {
            throw ConditionFields.outOfRange(
                    field,
                    percent,
                    "a number above -100 and below " + MOST_PERCENT.toPlainString() + " with up to " + RETURN_DECIMALS
                            + " decimals");
        }
    }

    /** Days ahead of a model's origin; not positive once the date has passed. */
    long ahead(LocalDate origin) {
        return ahead(origin, date, days);
    }

    static long ahead(LocalDate origin, LocalDate date, Integer days) {
        return date == null ? days : ChronoUnit.DAYS.between(origin, date);
    }

    /** The upper bound as a price; null for none. */
    BigDecimal abovePrice(Outlook outlook) {
        return returnAbove == null ? above : Chances.price(returnAbove, outlook.lastPrice());
    }

    /** The lower bound as a price; null for none. */
    BigDecimal belowPrice(Outlook outlook) {
        return returnBelow == null ? below : Chances.price(returnBelow, outlook.lastPrice());
    }

    /** "above 100000 USD and below 120000 usd" and the like. */
    String bounds(Currency currency, String and) {
        return Stream.of(
                        words("above ", above, " " + currency),
                        words("below ", below, " " + currency),
                        words("with a return above ", returnAbove, "%"),
                        words("with a return below ", returnBelow, "%"))
                .filter(Objects::nonNull)
                .reduce((one, other) -> one + and + other)
                .orElseThrow();
    }

    private static String words(String before, BigDecimal bound, String after) {
        return bound == null ? null : before + bound.toPlainString() + after;
    }

    static String when(LocalDate date, Integer days) {
        return date == null ? days + " days ahead" : "on " + date;
    }
}
