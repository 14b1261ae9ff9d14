package dev.ecoin.prices;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.database.DatabaseRefusal;
import dev.ecoin.prices.imports.ImportReport;
import dev.ecoin.prices.imports.ImportReport.RejectedLine;
import dev.ecoin.prices.imports.NoPricesException;
import dev.ecoin.prices.imports.PriceImport;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class PriceImportTest {

    private static final String HEADER = "coin,date,price,market_cap,volume\n";
    private static final LocalDate FIRST = LocalDate.of(2010, 1, 1);

    @Inject
    PriceImport prices;

    @Inject
    PriceRepository repository;

    @Inject
    CoinRepository coins;

    @Inject
    Service service;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
    }

    @Test
    void goodLinesAreStoredWithEveryDigitAndTheSourceImport() throws Exception {
        var report = read(HEADER + "bitcoin,2017-12-15,17604.850,294702450000,1.5e10\nbitcoin,2017-12-16,1E-12,,\n");

        assertReport(2, 2, List.of(), report);
        var rows = service.query(
                "SELECT day, price::text, market_cap, volume, source::text FROM daily_price ORDER BY day");
        assertEquals(LocalDate.of(2017, 12, 15), rows.get(0).getLocalDate("day"));
        assertEquals("17604.850", rows.get(0).getString("price"));
        assertEquals(new BigDecimal("294702450000"), rows.get(0).getBigDecimal("market_cap"));
        assertEquals(new BigDecimal("15000000000"), rows.get(0).getBigDecimal("volume"));
        assertEquals("import", rows.get(0).getString("source"));
        assertEquals("0.000000000001", rows.get(1).getString("price"));
        assertEquals(null, rows.get(1).getBigDecimal("market_cap"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "coin,date,price\nbitcoin,2017-12-15,1.5",
                "price,coin,date\r\n1.5,bitcoin,2017-12-15\r\n",
                "Price,note,\"DATE\",Coin\r1.5,\"a, \"\"b\"\"\",\"2017-12-15\",bitcoin\r",
                "\uFEFFcoin,date,price\n\n  \n bitcoin , 2017-12-15 , 1.5 \n\n",
                "coin,date,price,source,extra\n\"bitcoin\",\"2017-12-15\",\"1.5\",coingecko,"
            })
    void columnsMayStandInAnyOrderWithOthersBetweenThemAndLinesMayEndAnyWay(String file) throws Exception {
        var report = read(file);

        assertReport(1, 1, List.of(), report);
        assertEquals(1, service.count("daily_price WHERE day = '2017-12-15' AND price = 1.5"));
    }

    @Test
    void aGzippedFileIsKnownByItsFirstBytes() throws Exception {
        var report = prices.read(new ByteArrayInputStream(gzip(HEADER + "bitcoin,2017-12-15,1,,\n")));

        assertEquals(1, report.stored());
    }

    @Test
    void aByteOrderMarkTellsTheEncoding() throws Exception {
        var file = new ByteArrayOutputStream();
        file.write(new byte[] {(byte) 0xff, (byte) 0xfe});
        file.write((HEADER + "bitcoin,2017-12-15,1,,\n").getBytes(UTF_16LE));

        assertEquals(
                1, prices.read(new ByteArrayInputStream(file.toByteArray())).stored());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bitcoin,2017-12-16                       | has 2 columns, but the header 5
            bitcoin,2017-12-16,"1,234.5",,,,         | has 7 columns, but the header 5
            bitcoin,2017-12-16,1,234.5,,             | has 6 columns, but the header 5
            bitcoin,16.12.2017,1,,                   | the date '16.12.2017' may start with its day or its month; --date-format says which
            bitcoin,2017-02-29,1,,                   | the date '2017-02-29' is not a date; use a date such as 2026-12-31
            bitcoin,,1,,                             | the date '' is not a date; use a date such as 2026-12-31
            bitcoin,2026-11-23,1,,                   | the day 2026-11-23 is not over yet; the last one that is, is 2026-11-22
            bitcoin,+999999999-12-31,1,,             | the day +999999999-12-31 is not over yet; the last one that is, is 2026-11-22
            bitcoin,2009-01-02,1,,                   | the day 2009-01-02 is before the first ecoin, of 2009-01-03
            bitcoin,-4800-01-01,1,,                  | the day -4800-01-01 is before the first ecoin, of 2009-01-03
            bitcoin,2017-12-16,0,,                   | the price '0' is not positive
            bitcoin,2017-12-16,-1,,                  | the price '-1' is not positive
            bitcoin,2017-12-16,,,                    | the price is missing
            bitcoin,2017-12-16,NaN,,                 | the price is missing
            bitcoin,2017-12-16,"1,5",,               | the price '1,5' is not a number of up to 100 digits with a point for its decimals
            bitcoin,2017-12-16,1e999999999,,         | the price '1e999999999' is not a number of up to 100 digits with a point for its decimals
            bitcoin,2017-12-16,1,-1,                 | the market_cap '-1' is negative
            bitcoin,2017-12-16,1,,many               | the volume 'many' is not a number of up to 100 digits with a point for its decimals
            ,2017-12-16,1,,                          | the coin '' is not an id such as bitcoin
            "a	b",2017-12-16,1,,                    | the coin 'a\\tb' is not an id such as bitcoin
            bitcoin,2017-12-16,"1,,                  | its quotes do not match
            bitcoin,2017-12-16,"1"2,,                | its quotes do not match
            bitcoin,2017-12-15,2,,                   | an earlier line has bitcoin on 2017-12-15 already
            """, quoteCharacter = '`')
    void aBadLineIsRejectedWithItsNumberAndTheGoodOnesAroundItAreStored(String line, String reason) throws Exception {
        var report = read(HEADER + "bitcoin,2017-12-15,1,,\n" + line + "\nbitcoin,2017-12-17,3,,\n");

        assertReport(3, 2, List.of(new RejectedLine(3, reason)), report);
        assertEquals(
                List.of("2017-12-15 1", "2017-12-17 3"),
                service.query("SELECT day || ' ' || price FROM daily_price ORDER BY day").stream()
                        .map(row -> row.getString(0))
                        .toList());
    }

    @Test
    void aControlCharacterInACoinsIdNeverReachesTheDatabase() throws Exception {
        var report = read(HEADER + "bit\0coin,2017-12-15,1,,\n");

        assertEquals(1, report.rejected());
    }

    @Test
    void anOverlongLineIsRejectedWithoutTakingItIntoMemory() throws Exception {
        var report = read(HEADER + "bitcoin,2017-12-15,1,," + " ".repeat(5_000_000) + "\nbitcoin,2017-12-16,1,,\n");

        assertEquals(List.of(new RejectedLine(2, "the line is longer than 10000 characters")), report.rejectedLines());
        assertEquals(1, report.stored());
    }

    @Test
    void ofManyRejectedLinesTheFirstThousandAreShownAndAllCounted() throws Exception {
        var report = read(HEADER + "nonsense\n".repeat(1_500));

        assertEquals(1_500, report.rejected());
        assertEquals(1_000, report.rejectedLines().size());
        assertEquals(1_001, report.rejectedLines().get(999).number());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "coin;date;cost\n",
                "bitcoin,2017-12-15,1\n",
                "{\"coin\":\"bitcoin\"}",
                "coin,date,price,Price\n"
            })
    void aFileWithoutAHeaderThatNamesTheColumnsIsRefused(String file) {
        var refusal = assertThrows(NoPricesException.class, () -> read(file));

        assertTrue(refusal.getMessage().startsWith("The header "), refusal.getMessage());
        assertEquals(0, service.count("daily_price"));
    }

    @Test
    void aFileThatBreaksOffIsStoredUpToThereAndTheBreakIsReported() throws Exception {
        var whole = gzip(HEADER + walk(FIRST, 3_000));

        var report = prices.read(new ByteArrayInputStream(Arrays.copyOf(whole, whole.length * 2 / 3)));

        assertEquals(1, report.rejected());
        assertTrue(report.rejectedLines().get(0).reason().startsWith("the file breaks off here"), report::toString);
        assertTrue(report.accepted() > 1_000, report::toString);
        assertEquals(report.accepted(), service.count("daily_price"));
    }

    @Test
    void unknownCoinsAreAddedOnceTheyHaveAGoodLineEvenRemovedOnes() throws Exception {
        coins.add(List.of("tether"));
        coins.remove("tether");

        var report = read(
                HEADER + "monero,2017-12-15,1,,\nnope,2017-12-15,0,,\ntether,2017-12-15,1,,\nbitcoin,2017-12-15,1,,\n");

        assertEquals(List.of("monero", "tether"), report.coinsAdded());
        assertEquals(List.of("bitcoin", "monero", "tether"), coins.ids().await().indefinitely());
        assertEquals(0, service.count("removed_coin"));
    }

    @Test
    void aPriceOfCoinGeckoIsNotReplacedAndASampleIs() throws Exception {
        service.storeWalk("bitcoin", FIRST, 1, PriceSource.COINGECKO);
        service.storeWalk("bitcoin", FIRST.plusDays(1), 1, PriceSource.SAMPLE);

        var report = read(HEADER + "bitcoin,2010-01-01,7,,\nbitcoin,2010-01-02,7,,\n");

        assertEquals(2, report.accepted());
        assertEquals(1, report.stored());
        assertEquals(1, service.count("daily_price WHERE price = 7 AND day = '2010-01-02' AND source = 'import'"));
    }

    @Test
    void readingAFileAgainChangesNothing() throws Exception {
        read(HEADER + walk(FIRST, 100));

        assertEquals(0, read(HEADER + walk(FIRST, 100)).stored());
    }

    @Test
    void moreLinesThanABatchOfSeveralCoinsInAnyOrderAreAllStored() throws Exception {
        var count = PriceImport.BATCH / 4;
        var file = IntStream.range(0, count)
                .map(i -> count - 1 - i)
                .mapToObj(FIRST::plusDays)
                .flatMap(day ->
                        IntStream.range(0, 5).mapToObj(coin -> "coin-" + coin + "," + day + "," + (coin + 1) + ",,"))
                .collect(Collectors.joining("\n", HEADER, "\n"));

        var report = read(file);

        assertEquals(5L * count, report.stored());
        assertEquals(count, service.count("daily_price WHERE coin = 'coin-4' AND price = 5"));
        assertFalse(report.coinsAdded().contains("bitcoin"));
    }

    @Test
    void aBatchOfSeveralCoinsIsStoredWholeOrNotAtAll() {
        service.reset("bitcoin", "ethereum");
        var day = new DailyPrice(FIRST, BigDecimal.ONE, null, null);
        var batch = Map.of("bitcoin", List.of(day), "ethereum", List.of(day, day));

        assertThrows(DatabaseRefusal.class, () -> repository.store(PriceSource.IMPORT, batch));

        assertEquals(0, service.count("daily_price"));
    }

    @Test
    void ofABatchOnlyTheCoinsThatAreHereAreStored() {
        var day = new DailyPrice(FIRST, BigDecimal.ONE, null, null);
        var batch = Map.of("bitcoin", List.of(day), "removed", List.of(day));

        assertEquals(Map.of("bitcoin", new PriceRepository.Stored(1, 0)), repository.store(PriceSource.IMPORT, batch));

        assertEquals(1, service.count("daily_price"));
    }

    private static void assertReport(int lines, int stored, List<RejectedLine> rejected, ImportReport report) {
        assertEquals(lines, report.lines());
        assertEquals(lines - rejected.size(), report.accepted());
        assertEquals(stored, report.stored());
        assertEquals(List.of(), report.coinsAdded());
        assertEquals(rejected.size(), report.rejected());
        assertEquals(rejected, report.rejectedLines());
    }

    private ImportReport read(String file) throws NoPricesException {
        return prices.read(new ByteArrayInputStream(file.getBytes(UTF_8)));
    }

    private static String walk(LocalDate first, int days) {
        return IntStream.range(0, days)
                .mapToObj(i -> "bitcoin," + first.plusDays(i) + "," + (1000 + i * 7919 % 613) + ",,\n")
                .collect(Collectors.joining());
    }

    private static byte[] gzip(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
