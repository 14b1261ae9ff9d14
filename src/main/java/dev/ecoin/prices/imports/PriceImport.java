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
 * Imports prices from files, for the days before CoinGecko's plan begins. The format is detected from the content; see
 * {@link PriceFormats}. Invalid lines are rejected one by one; all others are stored.
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

    /** {@link #read(InputStream, ImportOptions)} without options. */
    public ImportReport read(InputStream file) throws NoPricesException {
        return read(file, ImportOptions.NONE);
    }

    /**
     * Stores the valid lines with the source {@code import} and reports the others; blocks. Lines are stored in batches
     * of up to 10,000, each in one transaction. If the database fails, earlier batches stay, and repeating the import
     * is safe. A file that breaks off is stored up to that point.
     *
     * @param file is read to its end and not closed
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

    /** State of the import of one file. */
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
            var yesterday = LocalDate.now(clock).minusDays(1);
            reader = new FirstRows(table, unit, coins).reader(options, yesterday);
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

        /** Returns false at the end of the file. */
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
