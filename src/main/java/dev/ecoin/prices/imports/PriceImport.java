package dev.ecoin.prices.imports;

import dev.ecoin.configuration.Currency;
import dev.ecoin.prices.CoinRepository;
import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceRepository.Stored;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.prices.imports.ImportReport.FirstRow;
import dev.ecoin.prices.imports.ImportReport.RejectedLine;
import dev.ecoin.prices.imports.Rows.Row;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Takes in prices from elsewhere, for the days before CoinGecko's plan begins. What a file is shows in its content; see
 * {@link PriceFormats}. Lines that cannot be stored are rejected one by one; all others are stored.
 */
@Unremovable
@ApplicationScoped
public class PriceImport {

    public static final int BATCH = 10_000;

    private final CoinRepository coins;
    private final PriceRepository prices;
    private final Unit unit;
    private final Clock clock;

    PriceImport(CoinRepository coins, PriceRepository prices, Currency currency, Clock clock) {
        this.coins = coins;
        this.prices = prices;
        this.unit = new Unit(currency.code());
        this.clock = clock;
    }

    /** As {@link #read(InputStream, ImportOptions)}, for a file that says everything itself. */
    public ImportReport read(InputStream file) throws NoPricesException {
        return read(file, ImportOptions.NONE);
    }

    /**
     * Stores the good lines with the source {@code import} and tells about the others; blocks. Lines are stored in
     * batches of up to 10,000, each batch whole or not at all: if the database fails, what was stored before stays, and
     * reading the file again does no harm. A file that breaks off is stored up to there.
     *
     * @param file read to its end, not closed
     * @throws NoPricesException if nothing can be read from it; nothing is stored then
     */
    public ImportReport read(InputStream file, ImportOptions options) throws NoPricesException {
        try (var content = FileContent.open(file)) {
            var table = Table.recognise(content.lines(), unit);
            return new Reading(table, options, content.lines()).read();
        } catch (IOException e) {
            throw NoPricesException.ofFile(
                    "The file cannot be read: " + RejectedException.excerpt(String.valueOf(e.getMessage())),
                    "a file that is whole");
        }
    }

    /** Decides what the file leaves open, by its first rows, or refuses it. */
    private ImportLine.Reader reader(Table table, ImportOptions options) throws NoPricesException {
        var layout = table.layout();
        if (!layout.price().isIn(unit)) {
            throw NoPricesException.ofFile(
                    "The prices are in another currency, as the column '"
                            + RejectedException.excerpt(
                                    layout.header().names().get(layout.price().column()))
                            + "' says",
                    "prices in " + unit);
        }
        for (var column : List.of(
                layout.coin(),
                layout.time(),
                layout.price().column(),
                layout.marketCap().column(),
                layout.volume().column())) {
            if (layout.header() != null && layout.header().isTwice(column)) {
                throw NoPricesException.ofFile(
                        "The header names the column "
                                + RejectedException.excerpt(
                                        layout.header().names().get(column)) + " twice",
                        "a header that names each column once");
            }
        }
        var reader = new ImportLine.Reader(
                table,
                layout,
                coinOfLine(table, options),
                options.rule() == null ? layout.rule() : options.rule(),
                options.dates(),
                table.numbers(),
                unit,
                LocalDate.now(clock).minusDays(1));
        requireClearDates(reader);
        requireDays(reader);
        return reader;
    }

    private CoinOfLine coinOfLine(Table table, ImportOptions options) throws NoPricesException {
        var layout = table.layout();
        var first = firstCells(table);
        // Databases number their rows by a column id.
        var ids = layout.coin() != Header.ABSENT
                        && layout.header().keys().get(layout.coin()).equals("id")
                        && (options.coin() != null
                                || first.isEmpty()
                                || first.get(layout.coin()).matches("\\d+"))
                ? Header.ABSENT
                : layout.coin();
        if (options.coin() != null) {
            if (ids != Header.ABSENT) {
                throw new NoPricesException(
                        "coin",
                        options.coin(),
                        "The coin '" + options.coin() + "' is named, but the file has coins of its own in the column '"
                                + RejectedException.excerpt(
                                        layout.header().names().get(ids)) + "'",
                        "no coin beside that column");
            }
            return checked(new OneCoin(options.coin(), layout.symbol(), unit), first);
        }
        if (ids != Header.ABSENT) {
            return CoinOfLine.inColumn(table, ids);
        }
        if (layout.symbol() != Header.ABSENT) {
            return checked(CoinOfLine.bySymbol(layout.symbol(), unit, coins.named()), first);
        }
        throw withoutCoin("The file (" + layout.title() + ") does not say which coin it is of");
    }

    private static List<String> firstCells(Table table) {
        for (var row : (Iterable<Row>) table.wholeRows()::iterator) {
            try {
                return table.cells(row);
            } catch (RejectedException e) {
                // It is reported in its turn.
            }
        }
        return List.of();
    }

    private static CoinOfLine checked(CoinOfLine coins, List<String> first) throws NoPricesException {
        try {
            if (!first.isEmpty()) {
                coins.of(first);
            }
            return coins;
        } catch (RejectedException e) {
            throw withoutCoin("Of the first line " + e.getMessage());
        }
    }

    private static NoPricesException withoutCoin(String what) {
        return new NoPricesException("coin", null, what, "the id of its coin (--coin, or the parameter coin)");
    }

    private static void requireClearDates(ImportLine.Reader reader) throws NoPricesException {
        var first = firstCells(reader.table());
        var text = first.isEmpty() ? "" : first.get(reader.layout().time()).strip();
        if (reader.dates().isAmbiguous(text)) {
            throw new NoPricesException(
                    "date_format",
                    text,
                    "The date '" + RejectedException.excerpt(text) + "' may start with its day or its month",
                    "the format of the dates, such as d/M/yyyy or M/d/yyyy (--date-format, or the parameter date_format)");
        }
    }

    /** Hourly prices are refused rather than taken for daily ones. */
    private static void requireDays(ImportLine.Reader reader) throws NoPricesException {
        var hourly = 0;
        var steps = 0;
        Moment former = null;
        String formerCoin = null;
        for (var row : (Iterable<Row>) reader.table().wholeRows()::iterator) {
            try {
                var cells = reader.table().cells(row);
                var moment =
                        reader.dates().parse(cells.get(reader.layout().time()).strip());
                var coin = reader.coins().of(cells);
                if (former != null && coin.equals(formerCoin)) {
                    steps++;
                    var hours = former.hoursTo(moment);
                    hourly += hours > 0 && hours < 20 ? 1 : 0;
                }
                former = moment;
                formerCoin = coin;
            } catch (RejectedException e) {
                // It is reported in its turn.
            }
        }
        if (steps > 1 && 2 * hourly > steps) {
            throw NoPricesException.ofFile("The file has several prices a day", "a file of daily prices");
        }
    }

    /** One file's way. */
    private final class Reading {

        private final Table table;
        private final ImportOptions options;
        private final Lines lines;
        private final ImportLine.Reader reader;
        private final Map<String, BitSet> daysSeen = new HashMap<>();
        private final Set<String> coinsPresent = new HashSet<>();
        private final List<String> coinsAdded = new ArrayList<>();
        private final List<RejectedLine> rejectedLines = new ArrayList<>();
        private final List<FirstRow> firstRows = new ArrayList<>();
        private final Map<String, List<DailyPrice>> batch = new TreeMap<>();
        private int batched;
        private long accepted;
        private long rejected;
        private long stored;

        Reading(Table table, ImportOptions options, Lines lines) throws NoPricesException {
            this.table = table;
            this.options = options;
            this.lines = lines;
            reader = reader(table, options);
        }

        ImportReport read() {
            try {
                for (var row = table.next(); row != null && take(row); row = table.next()) {}
            } catch (IOException e) {
                reject(lines.number() + 1, "the file breaks off here: " + e.getMessage());
            }
            store();
            return new ImportReport(
                    table.layout().title(),
                    reader.rule().sentence(),
                    unusedColumns(),
                    accepted + rejected,
                    accepted,
                    stored,
                    List.copyOf(coinsAdded),
                    rejected,
                    List.copyOf(rejectedLines),
                    List.copyOf(firstRows));
        }

        private List<String> unusedColumns() {
            var header = table.layout().header();
            return header == null
                    ? List.of()
                    : IntStream.range(0, header.names().size())
                            .filter(column -> !reader.layout().uses(column)
                                    && !header.names().get(column).isBlank())
                            .mapToObj(column ->
                                    RejectedException.excerpt(header.names().get(column)))
                            .toList();
        }

        /** Returns whether the file goes on. */
        private boolean take(Row row) {
            try {
                var good = reader.read(row);
                var day = good.price().day();
                if (!isNew(good.coin(), day)) {
                    throw new RejectedException("an earlier line has " + good.coin() + " on " + day + " already");
                }
                accepted++;
                if (firstRows.size() < ImportReport.ROWS_SHOWN) {
                    firstRows.add(FirstRow.of(good));
                }
                batch.computeIfAbsent(good.coin(), coin -> new ArrayList<>()).add(good.price());
                if (++batched == BATCH) {
                    store();
                }
            } catch (RejectedException e) {
                if (table.isItsHeader(row)) {
                    return true;
                }
                if (table.isHeader(row)) {
                    reject(row.line(), "another table begins here, which is not read; import it as a file of its own");
                    return false;
                }
                reject(row.line(), e.getMessage());
            }
            return true;
        }

        private boolean isNew(String coin, LocalDate day) {
            var days = daysSeen.computeIfAbsent(coin, id -> new BitSet());
            var index = Math.toIntExact(ChronoUnit.DAYS.between(ImportLine.EARLIEST, day));
            var isNew = !days.get(index);
            days.set(index);
            return isNew;
        }

        private void reject(long line, String reason) {
            rejected++;
            if (rejectedLines.size() < ImportReport.LINES_SHOWN) {
                rejectedLines.add(new RejectedLine(line, reason));
            }
        }

        private void store() {
            if (!options.isTrial() && !batch.isEmpty()) {
                var unknown = batch.keySet().stream().filter(coinsPresent::add).toList();
                if (!unknown.isEmpty()) {
                    coinsAdded.addAll(coins.add(unknown));
                }
                stored += prices.store(PriceSource.IMPORT, News.of(batch, prices.stored(batch))).values().stream()
                        .mapToLong(Stored::changed)
                        .sum();
            }
            batch.clear();
            batched = 0;
        }
    }
}
