package dev.ecoin.prices.imports;

/**
 * How to read a file where it does not say so itself.
 *
 * @param coin id of the coin of all lines, null if a column names it
 * @param rule which day's prices they are, null for the format's rule
 * @param dates how dates are written
 * @param isTrial whether nothing is to be stored
 */
public record ImportOptions(String coin, DayRule rule, Dates dates, boolean isTrial) {

    /** None. */
    public static final ImportOptions NONE = new ImportOptions(null, null, Dates.clear(), false);

    /**
     * As users say them, each null where it is not said.
     *
     * @param day {@code open} or {@code close}
     * @throws NoPricesException if one cannot be read
     */
    public static ImportOptions of(String coin, String day, String dateFormat, boolean isTrial)
            throws NoPricesException {
        return new ImportOptions(
                coin == null ? null : id(coin),
                day == null ? null : rule(day),
                dateFormat == null ? Dates.clear() : Dates.in(dateFormat),
                isTrial);
    }

    private static String id(String coin) throws NoPricesException {
        try {
            return CoinOfLine.id(coin);
        } catch (RejectedException e) {
            throw new NoPricesException("coin", coin, "The coin '" + coin + "' is not an id", "an id such as bitcoin");
        }
    }

    private static DayRule rule(String day) throws NoPricesException {
        return switch (day) {
            case "open" -> DayRule.OPEN;
            case "close" -> DayRule.CLOSE;
            default -> throw new NoPricesException("day", day, "'" + day + "' is not a moment of a day", "open, close");
        };
    }
}
