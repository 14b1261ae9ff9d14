package dev.ecoin.prices.imports;

import static dev.ecoin.prices.imports.RejectedException.excerpt;

import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.imports.Rows.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;

/** One valid line of a price file. */
record ImportLine(String coin, DailyPrice price) {

    /** The date of Bitcoin's first block; no price is older. */
    static final LocalDate EARLIEST = LocalDate.of(2009, 1, 3);

    /**
     * Reads the lines of one file.
     *
     * @param yesterday the last day that may have a price
     */
    record Reader(
            Table table,
            Layout layout,
            CoinOfLine coins,
            DayRule rule,
            Dates dates,
            Numbers numbers,
            Unit unit,
            LocalDate yesterday) {

        ImportLine read(Row row) throws RejectedException {
            var cells = table.cells(row);
            var coin = coins.of(cells);
            var day = day(cells.get(layout.time()).strip());
            requireUnit(cells);
            var price = amount("price", cells, layout.price());
            if (price == null) {
                throw new RejectedException("the price is missing");
            }
            if (price.signum() <= 0) {
                throw new RejectedException(
                        "the price '" + excerpt(cells.get(layout.price().column())) + "' is not positive");
            }
            return new ImportLine(
                    coin,
                    new DailyPrice(
                            day,
                            price,
                            positive("market_cap", cells, layout.marketCap()),
                            positive("volume", cells, layout.volume())));
        }

        void requireUnit(List<String> cells) throws RejectedException {
            var named = layout.currency() == Header.ABSENT
                    ? ""
                    : cells.get(layout.currency()).strip();
            if (!named.isEmpty() && !unit.is(named)) {
                throw new RejectedException("the price is in '" + excerpt(named) + "', not in " + unit);
            }
        }

        private LocalDate day(String text) throws RejectedException {
            var day = rule.day(dates.parse(text));
            if (day.isAfter(yesterday)) {
                throw new RejectedException(
                        "the day " + day + " is not over yet; the last one that is, is " + yesterday);
            }
            if (day.isBefore(EARLIEST)) {
                throw new RejectedException("the day " + day + " is before the first ecoin, of " + EARLIEST);
            }
            return day;
        }

        private BigDecimal positive(String name, List<String> cells, Header.Amounts column) throws RejectedException {
            var amount = amount(name, cells, column);
            if (amount != null && amount.signum() < 0) {
                throw new RejectedException(
                        "the " + name + " '" + excerpt(cells.get(column.column())) + "' is negative");
            }
            return amount;
        }

        /** null if there is no amount. */
        private BigDecimal amount(String name, List<String> cells, Header.Amounts column) throws RejectedException {
            var text = column.isAbsent() ? "" : cells.get(column.column()).strip();
            return Numbers.isMissing(text) ? null : numbers.read(name, text, unit);
        }
    }
}
