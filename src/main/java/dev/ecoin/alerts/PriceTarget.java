package dev.ecoin.alerts;

import dev.ecoin.alerts.Situation.Outlook;
import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.series.DailySeries;
import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import dev.ecoin.risk.Chances;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The bounds of a rule on a price, and the day on which or by which they apply.
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

    /** Digits of a return computed from a price; more would be noise. */
    private static final int SHOWN_DECIMALS = 2;

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
            throw ConditionFields.outOfRange("date", date, Parameters.VALID_DATE);
        }
    }

    private static void price(String field, BigDecimal price) {
        if (price != null
                && (ConditionFields.isLong(price)
                        || price.signum() <= 0
                        || price.doubleValue() == 0
                        || Double.isInfinite(price.doubleValue()))) {
            throw ConditionFields.outOfRange(
                    field, price, "a number above 0 with up to " + Parameters.PRICE_DIGITS + " digits");
        }
    }

    private static void percent(String field, BigDecimal percent) {
        if (percent != null
                && (ConditionFields.isTooLong(percent, Chances.RETURN_DECIMALS)
                        || percent.compareTo(Chances.TOTAL_LOSS) <= 0
                        || percent.compareTo(Chances.MOST_PERCENT) >= 0)) {
            throw ConditionFields.outOfRange(
                    field,
                    percent,
                    "a number above -100 and below " + Chances.MOST_PERCENT.toPlainString() + " with up to "
                            + Chances.RETURN_DECIMALS + " decimals");
        }
    }

    /** The target for questions about past days, see {@link Condition#forPast}. */
    PriceTarget forPast(Outlook now, boolean relative) {
        var ahead = daysForPast(now, date, days);
        return relative && returnAbove == null && returnBelow == null
                ? new PriceTarget(
                        null, null, percentOf(above, now.lastPrice()), percentOf(below, now.lastPrice()), null, ahead)
                : new PriceTarget(above, below, returnAbove, returnBelow, null, ahead);
    }

    /** @throws ProblemException with status 422 if the date has passed */
    static int daysForPast(Outlook now, LocalDate date, Integer days) {
        var ahead = ahead(now.origin(), date, days);
        if (ahead < 1 || ahead > now.longestHorizon()) {
            throw ConditionFields.outOfRange(
                    "date",
                    date,
                    "a date from " + now.origin().plusDays(1) + " to "
                            + now.origin().plusDays(now.longestHorizon()));
        }
        return (int) ahead;
    }

    private static BigDecimal percentOf(BigDecimal price, double lastPrice) {
        return price == null
                ? null
                : BigDecimal.valueOf(100 * (price.doubleValue() / lastPrice - 1))
                        .setScale(SHOWN_DECIMALS, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros();
    }

    /** Whether the price of the day was between the bounds. */
    Outcome onTheDay(Outlook then, DailySeries prices) {
        var day = then.origin().plusDays(ahead(then.origin()));
        var price = prices.value(day);
        return new Outcome(
                day, Double.isNaN(price) ? null : isAbove(price, then, false) && isBelow(price, then, false));
    }

    /** Whether a price reached one of the bounds by the day; unknown while none has and a price is missing. */
    Outcome byTheDay(Outlook then, DailySeries prices) {
        var last = then.origin().plusDays(ahead(then.origin()));
        var came = false;
        var known = true;
        for (var day = then.origin().plusDays(1); !day.isAfter(last); day = day.plusDays(1)) {
            var price = prices.value(day);
            known &= !Double.isNaN(price);
            came |= abovePrice(then) != null && isAbove(price, then, true)
                    || belowPrice(then) != null && isBelow(price, then, true);
        }
        return new Outcome(last, came || known ? came : null);
    }

    private boolean isAbove(double price, Outlook then, boolean orAt) {
        var bound = abovePrice(then);
        return bound == null || price > bound.doubleValue() || orAt && price == bound.doubleValue();
    }

    private boolean isBelow(double price, Outlook then, boolean orAt) {
        var bound = belowPrice(then);
        return bound == null || price < bound.doubleValue() || orAt && price == bound.doubleValue();
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
