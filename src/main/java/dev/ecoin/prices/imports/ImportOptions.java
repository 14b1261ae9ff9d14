package dev.ecoin.prices.imports;

/**
 * Options for what a file does not state itself.
 *
 * @param coin id of the coin of all lines, null if a column names it
 * @param rule overrides the format's day rule, null for the format's rule
 * @param dates the format of dates
 * @param isTrial whether to store nothing
 */
public record ImportOptions(String coin, DayRule rule, Dates dates, boolean isTrial) {

    /** No options. */
    public static final ImportOptions NONE = new ImportOptions(null, null, Dates.clear(), false);

    /**
     * Parses the options as given by the user, each null if absent.
     *
     * @param day {@code open} or {@code close}
     * @throws NoPricesException if one is invalid
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
