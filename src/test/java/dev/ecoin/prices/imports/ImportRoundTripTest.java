package dev.ecoin.prices.imports;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ecoin.prices.DailyPrice;
import dev.ecoin.prices.PriceRepository;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Importing an export that another program has rewritten changes nothing; new values are stored. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class ImportRoundTripTest {

    private static final LocalDate LEAP_DAY = LocalDate.of(2024, 2, 29);
    private static final LocalDate NEW_YEARS_EVE = LocalDate.of(2024, 12, 31);

    /** R 4.2.2: {@code d <- read.csv("prices.csv"); write.csv(d, ...)}. */
    private static final String R = """
            "","coin","date","price","market_cap","volume","source"
            "1","'=1","2024-02-29",1.234567890123e-12,NA,0,"import"
            "2","academy token","2024-12-31",1e+05,1500517590123.46,18426978443.2,"sample"
            "3","bitcoin","2024-12-30",49716.1914182743,9.36e+11,NA,"coingecko"
            "4","bitcoin","2024-12-31",67187.3358,NA,123456789012345680,"markets"
            "5","comma, ""quoted""\","2024-12-31",1.5,1,2,"import"
            """;

    /** R 4.2.2: {@code write.csv2(d, row.names = FALSE)}. */
    private static final String R_WITH_COMMAS = """
            "coin";"date";"price";"market_cap";"volume";"source"
            "'=1";"2024-02-29";1,234567890123e-12;NA;0;"import"
            "academy token";"2024-12-31";1e+05;1500517590123,46;18426978443,2;"sample"
            "bitcoin";"2024-12-30";49716,1914182743;9,36e+11;NA;"coingecko"
            "bitcoin";"2024-12-31";67187,3358;NA;123456789012345680;"markets"
            "comma, ""quoted""\";"2024-12-31";1,5;1;2;"import"
            """;

    /** R 4.2.2: {@code write.table(d, sep = ",", qmethod = "double")}, whose header lacks a name for the row names. */
    private static final String R_TABLE = R.replace("\"\",\"coin\"", "\"coin\"");

    /**
     * As documented by pandas for {@code pd.read_csv("prices.csv").to_csv(...)}: an unnamed index, doubles as Python
     * writes them.
     */
    private static final String PANDAS = """
            ,coin,date,price,market_cap,volume,source
            0,'=1,2024-02-29,1.234567890123e-12,,0.0,import
            1,academy token,2024-12-31,100000.0,1500517590123.4568,18426978443.2,sample
            2,bitcoin,2024-12-30,49716.19141827434,936000000000.0,,coingecko
            3,bitcoin,2024-12-31,67187.3358,,1.2345678901234568e+17,markets
            4,"comma, ""quoted""\",2024-12-31,1.5,1.0,2.0,import
            """;

    /** A CSV saved by a German Excel: semicolons, decimal commas, numbers as shown in cells. */
    private static final String EXCEL = """
            coin;date;price;market_cap;volume;source
            '=1;29.02.2024;1,23457E-12;;0;import
            academy token;31.12.2024;100000;1,50052E+12;18426978443;sample
            bitcoin;30.12.2024;49716,19142;9,36E+11;;coingecko
            bitcoin;31.12.2024;67187,3358;;1,23457E+17;markets
            "comma, ""quoted""\";31.12.2024;1,5;1;2;import
            """.replace("\n", "\r\n");

    @Inject
    PriceImport prices;

    @Inject
    PriceRepository repository;

    @Inject
    Service service;

    @BeforeEach
    void start() {
        service.reset("bitcoin", "=1", "academy token", "comma, \"quoted\"");
        store("=1", PriceSource.IMPORT, LEAP_DAY, "0.000000000001234567890123", null, "0");
        store("academy token", PriceSource.SAMPLE, NEW_YEARS_EVE, "100000", "1500517590123.4567", "18426978443.2");
        store("bitcoin", PriceSource.COINGECKO, NEW_YEARS_EVE.minusDays(1), "49716.19141827434", "936000000000", null);
        store("bitcoin", PriceSource.MARKETS, NEW_YEARS_EVE, "67187.33580", null, "123456789012345678");
        store("comma, \"quoted\"", PriceSource.IMPORT, NEW_YEARS_EVE, "1.5", "1", "2");
    }

    @ParameterizedTest
    @ValueSource(strings = {R, R_WITH_COMMAS, PANDAS})
    void anExportThroughRAndPandasChangesNothing(String file) throws Exception {
        assertUnchangedBy(file, ImportOptions.NONE);
    }

    @Test
    void anExportThroughRsTablesChangesNothing() throws Exception {
        assertUnchangedBy(R_TABLE, ImportOptions.NONE);
    }

    @Test
    void anExportThroughExcelChangesNothing() throws Exception {
        assertUnchangedBy(EXCEL, ImportOptions.of(null, null, "dd.MM.yyyy", false));
    }

    @Test
    void ourOwnExportsOfPricesChangeNothing() throws Exception {
        for (var type : List.of("text/csv", "application/x-ndjson")) {
            assertUnchangedBy(given().accept(type).get("/export/prices").asString(), ImportOptions.NONE);
        }
        assertUnchangedBy(given().get("/export/features").asString(), ImportOptions.NONE);
    }

    private void assertUnchangedBy(String file, ImportOptions options) throws NoPricesException {
        var before = stored();

        var report = read(file, options);

        assertEquals(5, report.accepted(), report::toString);
        assertEquals(0, report.stored(), report::toString);
        assertEquals(List.of(), report.coinsAdded());
        assertEquals(before, stored());
    }

    @Test
    void whatIsNewIsStoredAndWhatIsMissingKept() throws Exception {
        var report = read("""
                coin,date,price,market_cap
                academy token,2024-12-31,100000.000000001,
                "comma, ""quoted""\",2024-12-31,1.6,
                bitcoin,2024-12-30,50000,
                bitcoin,2024-12-31,67187.34,7
                """, ImportOptions.NONE);

        assertEquals(3, report.stored());
        assertEquals(
                List.of(
                        "=1 2024-02-29 0.000000000001234567890123 - 0 import",
                        "academy token 2024-12-31 100000.000000001 1500517590123.4567 18426978443.2 import",
                        "bitcoin 2024-12-30 49716.19141827434 936000000000 - coingecko",
                        "bitcoin 2024-12-31 67187.33580 7 123456789012345678 import",
                        "comma, \"quoted\" 2024-12-31 1.6 1 2 import"),
                stored());
    }

    @Test
    void symbolsAndNamesAreThoseOfTheCoinsHere() throws Exception {
        service.query("UPDATE coin SET symbol = 'btc', name = 'Bitcoin' WHERE id = 'bitcoin'");
        service.query("UPDATE coin SET symbol = 'act' WHERE id IN ('academy token', '=1')");
        for (var symbol : List.of("BTC", "BTC/USD", "BTC-USD", "BTCUSDT", "Bitcoin", "bitcoin")) {
            var report = read("date,symbol,close\n2020-12-31," + symbol + ",1.25\n", ImportOptions.NONE);

            assertEquals("bitcoin", report.firstRows().get(0).coin());
        }
        assertEquals(1, service.count("daily_price WHERE coin = 'bitcoin' AND day = '2021-01-01' AND price = 1.25"));
        for (var unknown : List.of("ETH", "BTC/EUR", "ACT")) {
            var file = "date,symbol,close\n2020-12-31," + unknown + ",1.25\n";

            assertEquals(
                    "coin",
                    assertThrows(NoPricesException.class, () -> read(file, ImportOptions.NONE))
                            .parameter());
        }
        var mixed = read("date,symbol,close\n2020-12-31,BTC,1.25\n2020-12-31,ETH,7\n", ImportOptions.NONE);
        assertEquals(
                "no coin here is called 'ETH'", mixed.rejectedLines().get(0).reason());
    }

    @Test
    void aTrialStoresNothing() throws Exception {
        var before = service.fingerprint();

        var report = read("coin,date,price\nmonero,2017-12-15,1\n", ImportOptions.of(null, null, null, true));

        assertEquals(1, report.accepted());
        assertEquals(0, report.stored());
        assertEquals(before, service.fingerprint());
    }

    private void store(String coin, PriceSource source, LocalDate day, String price, String cap, String volume) {
        repository.store(
                coin, source, List.of(new DailyPrice(day, new BigDecimal(price), number(cap), number(volume))));
    }

    private static BigDecimal number(String text) {
        return text == null ? null : new BigDecimal(text);
    }

    private List<String> stored() {
        return service
                .query(
                        "SELECT coin || ' ' || day || ' ' || price || ' ' || coalesce(market_cap::text, '-') || ' '"
                                + " || coalesce(volume::text, '-') || ' ' || source FROM daily_price ORDER BY coin COLLATE \"C\", day")
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private ImportReport read(String file, ImportOptions options) throws NoPricesException {
        return prices.read(new ByteArrayInputStream(file.getBytes(UTF_8)), options);
    }
}
