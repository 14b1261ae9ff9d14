package dev.ecoin.prices.imports;

import static dev.ecoin.prices.imports.RejectedException.excerpt;

import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.imports.Rows.Row;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;

/** Resolves what a table leaves open, from its first rows and the user's options, or rejects the file. */
final class FirstRows {

    /** Prices closer together than this are not daily in any time zone. */
    private static final Duration SHORTEST_DAY = Duration.ofHours(20);

    private final Table table;
    private final Layout layout;
    private final Unit unit;
    private final CoinRepository coins;

    /** Cells of the first complete row; empty if there is none. */
    private final List<String> first;

    FirstRows(Table table, Unit unit, CoinRepository coins) {
        this.table = table;
        this.layout = table.layout();
        this.unit = unit;
        this.coins = coins;
        first = firstCells();
    }

    private List<String> firstCells() {
        for (var row : (Iterable<Row>) table.wholeRows()::iterator) {
            try {
                return table.cells(row);
            } catch (RejectedException e) {
                // Reported when the row is imported.
            }
        }
        return List.of();
    }

    /**
     * The reader of the lines.
     *
     * @param yesterday the last day that may have a price
     */
    ImportLine.Reader reader(ImportOptions options, LocalDate yesterday) throws NoPricesException {
        requireUnit();
        requireEachColumnOnce();
        requireClearDates(options.dates());
        var reader = new ImportLine.Reader(
                table,
                layout,
                coinOfLine(options.coin()),
                options.rule() == null ? layout.rule() : options.rule(),
                options.dates(),
                table.numbers(),
                unit,
                yesterday);
        requireDays(reader);
        return reader;
    }

    private void requireUnit() throws NoPricesException {
        if (!layout.price().isIn(unit)) {
            throw NoPricesException.ofFile(
                    "The prices are in another currency, as the column '"
                            + name(layout.price().column()) + "' says",
                    "prices in " + unit);
        }
    }

    private void requireEachColumnOnce() throws NoPricesException {
        var twice = layout.header() == null
                ? IntStream.empty()
                : IntStream.of(
                                layout.coin(),
                                layout.time(),
                                layout.price().column(),
                                layout.marketCap().column(),
                                layout.volume().column())
                        .filter(layout.header()::isTwice);
        var column = twice.findFirst();
        if (column.isPresent()) {
            throw NoPricesException.ofFile(
                    "The header names the column " + name(column.getAsInt()) + " twice",
                    "a header that names each column once");
        }
    }

    private String name(int column) {
        return excerpt(layout.header().names().get(column));
    }

    private void requireClearDates(Dates dates) throws NoPricesException {
        var text = first.isEmpty() ? "" : first.get(layout.time()).strip();
        if (dates.isAmbiguous(text)) {
            throw new NoPricesException(
                    "date_format",
                    text,
                    "The date '" + excerpt(text) + "' may start with its day or its month",
                    "the format of the dates, such as d/M/yyyy or M/d/yyyy (--date-format, or the parameter date_format)");
        }
    }

    private CoinOfLine coinOfLine(String named) throws NoPricesException {
        var ids = named != null && isId() || numbersRows() ? Header.ABSENT : layout.coin();
        if (named != null) {
            if (ids != Header.ABSENT) {
                throw new NoPricesException(
                        "coin",
                        named,
                        "The coin '" + named + "' is named, but the file has coins of its own in the column '"
                                + name(ids) + "'",
                        "no coin beside that column");
            }
            return checked(new OneCoin(named, layout.symbol(), unit));
        }
        if (ids != Header.ABSENT) {
            return CoinOfLine.inColumn(table, ids);
        }
        if (layout.symbol() != Header.ABSENT) {
            return checked(CoinOfLine.bySymbol(layout.symbol(), unit, coins.named()));
        }
        throw withoutCoin("The file (" + layout.title() + ") does not say which coin it is of");
    }

    private boolean isId() {
        return layout.coin() != Header.ABSENT
                && layout.header().keys().get(layout.coin()).equals("id");
    }

    /** Whether column id numbers the rows, as in database exports. */
    private boolean numbersRows() {
        return isId() && !first.isEmpty() && first.get(layout.coin()).matches("\\d+");
    }

    private CoinOfLine checked(CoinOfLine coinOfLine) throws NoPricesException {
        try {
            if (!first.isEmpty()) {
                coinOfLine.of(first);
            }
            return coinOfLine;
        } catch (RejectedException e) {
            throw withoutCoin("Of the first line " + e.getMessage());
        }
    }

    private static NoPricesException withoutCoin(String what) {
        return new NoPricesException("coin", null, what, "the id of its coin (--coin, or the parameter coin)");
    }

    /** Rejects hourly prices, which would otherwise be imported as daily ones. */
    private void requireDays(ImportLine.Reader reader) throws NoPricesException {
        var steps = 0;
        var shortSteps = 0;
        Moment former = null;
        String formerCoin = null;
        for (var row : (Iterable<Row>) table.wholeRows()::iterator) {
            try {
                var cells = table.cells(row);
                var moment = reader.dates().parse(cells.get(layout.time()).strip());
                var coin = reader.coins().of(cells);
                if (former != null && coin.equals(formerCoin) && !moment.equals(former)) {
                    steps++;
                    shortSteps += former.distance(moment).compareTo(SHORTEST_DAY) < 0 ? 1 : 0;
                }
                former = moment;
                formerCoin = coin;
            } catch (RejectedException e) {
                // Reported when the row is imported.
            }
        }
        if (steps > 1 && 2 * shortSteps > steps) {
            throw NoPricesException.ofFile("The file has several prices a day", "a file of daily prices");
        }
    }
}
