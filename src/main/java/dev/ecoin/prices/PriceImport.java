package dev.ecoin.prices;

import dev.ecoin.prices.ImportLine.Columns;
import dev.ecoin.prices.ImportLine.RejectedException;
import dev.ecoin.prices.ImportReport.RejectedLine;
import dev.ecoin.prices.PriceRepository.Stored;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
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
import java.util.zip.GZIPInputStream;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;

/**
 * Takes in prices from elsewhere, for the days before CoinGecko's plan begins. A file is CSV with a header, a day of a
 * coin a line ({@code coin,date,price[,market_cap,volume]}), in UTF-8 or what its byte order mark says, and may be
 * gzipped. What cannot be stored is rejected line by line; all else is.
 */
@Unremovable
@ApplicationScoped
public class PriceImport {

    static final int BATCH = 10_000;

    private final CoinRepository coins;
    private final PriceRepository prices;
    private final Clock clock;

    PriceImport(CoinRepository coins, PriceRepository prices, Clock clock) {
        this.coins = coins;
        this.prices = prices;
        this.clock = clock;
    }

    /** The file is none of prices: it has no header that names the columns. The message is for the user. */
    public static final class NoPricesException extends Exception {
        private static final long serialVersionUID = 1;

        NoPricesException(String message) {
            super(message);
        }
    }

    /**
     * Stores the good lines with the source {@code import} and tells about the others; blocks. Lines are stored in
     * batches of up to 10,000, each batch whole or not at all: if the database fails, what was stored before stays, and
     * reading the file again does no harm. A file that breaks off is stored up to there.
     *
     * @param file read to its end, not closed
     * @throws NoPricesException if there is no header to tell the columns; nothing is stored then
     */
    public ImportReport read(InputStream file) throws NoPricesException {
        try {
            var lines = lines(file);
            var header = lines.next();
            return new Reading(lines, columns(header)).read();
        } catch (IOException e) {
            throw new NoPricesException("The file cannot be read: " + e.getMessage());
        }
    }

    private static Lines lines(InputStream file) throws IOException {
        var bytes = new BufferedInputStream(file);
        var text = BOMInputStream.builder()
                .setInputStream(isGzip(bytes) ? new GZIPInputStream(bytes) : bytes)
                .setByteOrderMarks(ByteOrderMark.UTF_8, ByteOrderMark.UTF_16LE, ByteOrderMark.UTF_16BE)
                .get();
        var charset = text.hasBOM() ? Charset.forName(text.getBOMCharsetName()) : StandardCharsets.UTF_8;
        return new Lines(new InputStreamReader(text, charset));
    }

    private static boolean isGzip(InputStream bytes) throws IOException {
        bytes.mark(2);
        var magic = bytes.read() | bytes.read() << Byte.SIZE;
        bytes.reset();
        return magic == GZIPInputStream.GZIP_MAGIC;
    }

    private static Columns columns(String header) throws NoPricesException {
        try {
            return Columns.of(header == null ? "" : header);
        } catch (RejectedException e) {
            throw new NoPricesException(e.getMessage() + ".");
        }
    }

    /** One file's way. */
    private final class Reading {

        private final Lines lines;
        private final Columns columns;
        private final LocalDate yesterday = LocalDate.now(clock).minusDays(1);
        private final Map<String, BitSet> daysSeen = new HashMap<>();
        private final Set<String> coinsPresent = new HashSet<>();
        private final List<String> coinsAdded = new ArrayList<>();
        private final List<RejectedLine> rejectedLines = new ArrayList<>();
        private final Map<String, List<DailyPrice>> batch = new TreeMap<>();
        private int batched;
        private long accepted;
        private long rejected;
        private long stored;

        Reading(Lines lines, Columns columns) {
            this.lines = lines;
            this.columns = columns;
        }

        ImportReport read() {
            try {
                for (var line = lines.next(); line != null; line = lines.next()) {
                    if (!line.isBlank()) {
                        take(line);
                    }
                }
            } catch (IOException e) {
                reject(lines.number() + 1, "the file breaks off here: " + e.getMessage());
            }
            store();
            return new ImportReport(
                    accepted + rejected,
                    accepted,
                    stored,
                    List.copyOf(coinsAdded),
                    rejected,
                    List.copyOf(rejectedLines));
        }

        private void take(String line) {
            try {
                if (line.length() > Lines.LONGEST) {
                    throw new RejectedException("is longer than " + Lines.LONGEST + " characters");
                }
                var good = ImportLine.parse(line, columns, yesterday);
                var day = good.price().day();
                if (!isNew(good.coin(), day)) {
                    throw new RejectedException("an earlier line has " + good.coin() + " on " + day + " already");
                }
                accepted++;
                batch.computeIfAbsent(good.coin(), coin -> new ArrayList<>()).add(good.price());
                if (++batched == BATCH) {
                    store();
                }
            } catch (RejectedException e) {
                reject(lines.number(), e.getMessage());
            }
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
            var unknown = batch.keySet().stream().filter(coinsPresent::add).toList();
            if (!unknown.isEmpty()) {
                coinsAdded.addAll(coins.add(unknown));
            }
            if (!batch.isEmpty()) {
                stored += prices.store(PriceSource.IMPORT, batch).values().stream()
                        .mapToLong(Stored::changed)
                        .sum();
            }
            batch.clear();
            batched = 0;
        }
    }
}
