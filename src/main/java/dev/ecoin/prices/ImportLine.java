package dev.ecoin.prices;

import dev.ecoin.http.CsvTable;
import dev.ecoin.logging.ControlCharacters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** One good line of a file of prices. */
record ImportLine(String coin, DailyPrice price) {

    /** The first block of the first ecoin: no price is older. */
    static final LocalDate EARLIEST = LocalDate.of(2009, 1, 3);

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreSurroundingSpaces(true).get();
    private static final Pattern COIN = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._-]{0,99}");

    private static final int LONGEST_COIN = 100;

    /** Beyond any price, and far within what PostgreSQL's numeric and our memory take. */
    private static final int MOST_DIGITS = 100;

    private static final int EXCERPT = 60;

    /** The line holds no price; the message says why. */
    static final class RejectedException extends Exception {
        private static final long serialVersionUID = 1;

        RejectedException(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Where the values stand, by the header's names in any order and case; other columns are passed over. */
    record Columns(int count, int coin, int date, int price, int marketCap, int volume) {

        private static final int ABSENT = -1;
        private static final List<String> REQUIRED = List.of("coin", "date", "price");
        private static final List<String> OPTIONAL = List.of("market_cap", "volume");

        static Columns of(String header) throws RejectedException {
            var names = split(header).stream()
                    .map(name -> name.toLowerCase(Locale.ROOT))
                    .toList();
            var missing =
                    REQUIRED.stream().filter(name -> !names.contains(name)).toList();
            if (!missing.isEmpty()) {
                throw new RejectedException("The header lacks " + String.join(", ", missing) + " (it is '"
                        + excerpt(header) + "'). Valid: a first line that names the columns "
                        + String.join(", ", REQUIRED) + " and, if there, " + String.join(", ", OPTIONAL)
                        + ", in any order, separated by commas");
            }
            for (var name : List.of("coin", "date", "price", "market_cap", "volume")) {
                if (names.indexOf(name) != names.lastIndexOf(name)) {
                    throw new RejectedException("The header names the column " + name + " twice");
                }
            }
            return new Columns(
                    names.size(),
                    names.indexOf("coin"),
                    names.indexOf("date"),
                    names.indexOf("price"),
                    names.indexOf("market_cap"),
                    names.indexOf("volume"));
        }
    }

    /** @param yesterday the last day that may have a price */
    static ImportLine parse(String line, Columns columns, LocalDate yesterday) throws RejectedException {
        var values = split(line);
        if (values.size() != columns.count()) {
            throw new RejectedException("has " + values.size() + " columns, but the header " + columns.count());
        }
        var coin = coin(values.get(columns.coin()));
        var day = day(values.get(columns.date()), yesterday);
        var price = number("price", values.get(columns.price()));
        if (price == null || price.signum() <= 0) {
            throw new RejectedException("the price '" + excerpt(values.get(columns.price())) + "' is not positive");
        }
        return new ImportLine(
                coin,
                new DailyPrice(
                        day,
                        price,
                        amount("market_cap", values, columns.marketCap()),
                        amount("volume", values, columns.volume())));
    }

    private static String coin(String cell) throws RejectedException {
        var coin = CsvTable.text(cell);
        // What the export guarded against spreadsheets is an id, however odd.
        var isExported = !coin.equals(cell) && coin.length() <= LONGEST_COIN && !ControlCharacters.areIn(coin);
        if (!isExported && !COIN.matcher(cell).matches()) {
            throw new RejectedException("the coin '" + excerpt(cell) + "' is no id such as bitcoin");
        }
        return coin;
    }

    private static LocalDate day(String text, LocalDate yesterday) throws RejectedException {
        LocalDate day;
        try {
            day = LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new RejectedException("the date '" + excerpt(text) + "' is no date such as 2026-12-31");
        }
        if (day.isAfter(yesterday)) {
            throw new RejectedException("the date " + day + " is not over yet; the last one that is, is " + yesterday);
        }
        if (day.isBefore(EARLIEST)) {
            throw new RejectedException("the date " + day + " is before the first ecoin, of " + EARLIEST);
        }
        return day;
    }

    private static BigDecimal amount(String name, List<String> values, int column) throws RejectedException {
        var amount = column == Columns.ABSENT ? null : number(name, values.get(column));
        if (amount != null && amount.signum() < 0) {
            throw new RejectedException("the " + name + " '" + excerpt(values.get(column)) + "' is negative");
        }
        return amount;
    }

    /** Null if the text is empty. */
    private static BigDecimal number(String name, String text) throws RejectedException {
        if (text.isEmpty()) {
            return null;
        }
        try {
            var number = new BigDecimal(text);
            if (Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, together with numbers that can be read but not kept.
        }
        throw new RejectedException("the " + name + " '" + excerpt(text) + "' is no number of up to " + MOST_DIGITS
                + " digits, with a point for its decimals");
    }

    private static List<String> split(String line) throws RejectedException {
        try (var parser = CSVParser.parse(line, FORMAT)) {
            return parser.stream().findFirst().map(CSVRecord::toList).orElse(List.of());
        } catch (IOException | UncheckedIOException e) {
            throw new RejectedException("its quotes are out of order");
        }
    }

    private static String excerpt(String text) {
        return ControlCharacters.escape(text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…");
    }
}
