package dev.ecoin.dashboard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions of the page's modules, called in one window, because opening one takes longer than all of these tests. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class ModulesTest extends InChromium {

    /** An address of the service's origin that runs no script by itself. */
    private static final String NO_SCRIPT = "/app/style.css";

    private static Page page;

    @TestHTTPResource
    String address;

    @BeforeEach
    void open() {
        if (page == null) {
            page = chromium.open(address, 1280, 900, ColorScheme.LIGHT);
        }
        // Modules keep state, such as the currency, until another document is loaded.
        page.navigate(NO_SCRIPT);
    }

    @AfterEach
    void nothingWasRefusedByTheBrowser() {
        assertEquals(List.of(), chromium.complaints());
    }

    @AfterAll
    static void close() {
        page = null;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            money(64849.23, 'usd')       | $64,849.23
            money(64849.237, 'usd')      | $64,849.24
            money(1234567.8, 'usd')      | $1,234,567.80
            money(1.5, 'usd')            | $1.50
            money(0.123456789, 'usd')    | $0.123457
            money(1.23456789e-9, 'usd')  | $0.00000000123457
            money(0, 'usd')              | $0.00
            money(-49.07, 'usd')         | −$49.07
            money(null, 'usd')           | –
            money(64849.237, 'eur')      | €64,849.24
            money(1234567.8, 'jpy')      | ¥1,234,568
            money(150.25, 'jpy')         | ¥150.25
            money(19912.3456, 'kwd')     | KWD 19,912.346
            money(64849.23, 'cad')       | CA$64,849.23
            money(0.0345678912, 'btc')   | BTC 0.0345679
            money(31.5, 'eth')           | ETH 31.50
            money(64849.2, 'sats')       | 64,849.2 SATS
            money(123456789.2, 'sats')   | 123,456,789 SATS
            money(0, 'bits')             | 0.00 BITS
            price(1.5, 'jpy')            | 1.5
            exact(0.0000000001234)       | 0.0000000001234
            change(-0.448)               | −44.8%
            change(0.0023)               | +0.23%
            change(0.000001)             | 0%
            percent(97.5)                | 97.5%
            ratio(0.99312)               | 0.993
            tick(65000, 5000)            | 65,000
            tick(0.00000025, 0.00000005) | 0.00000025
            bytes(581)                   | 581 B
            bytes(1340)                  | 1.34 kB
            count(1, 'day')              | 1 day
            count(1461, 'day')           | 1,461 days
            shortDate('2026-02-01', 30, '2025-12-01') | Feb 2026
            shortDate('2026-02-01', 30, '2026-01-01') | Feb
            time('2026-08-08T00:05:00Z') | Aug 8, 2026, 00:05 UTC
            ago('2026-08-08T00:00:00Z', Date.parse('2026-08-08T00:00:01Z')) | 1 second ago
            ago('2026-08-08T00:00:05Z', Date.parse('2026-08-08T00:00:01Z')) | now
            use('usd') ?? format.prose('On 2026-08-08, at 64891.61 USD, 80 % held') | On Aug 8, 2026, at $64,891.61, 80% held
            modelInWords('(0,1,0)').name | Random walk
            modelInWords('(1,1,2)').meaning | the daily change from the day before and the latest 2 errors
            modelInWords('(0,1,1)(0,0,1)7').name | Seasonal ARIMA
            modelInWords('(0,1,1)(0,0,1)7').meaning | the daily change from the latest error and the same weekday
            modelInWords('naive').meaning | every forecast is the last price
            modelInWords('something new').name | something new
            """)
    void numbersAndDatesAreWrittenForPeople(String call, String expected) {
        var shown = page.evaluate("import('/app/format.js').then((format) => format." + call + ")");

        assertEquals(expected, shown.toString().replace('\u00a0', ' '));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ?coin=bitcoin&view=compare&horizon=90&level=50,99.5&range=all&scale=log&compare=a,b | ?coin=bitcoin&view=compare&horizon=90&level=50,99.5&range=all&scale=log&compare=a,b
            ?from=2026-01-01&to=2026-02-01&marks=off&volume=off&table=open&above=0.5 | ?from=2026-01-01&to=2026-02-01&marks=off&volume=off&table=open&above=0.5
            ?horizon=30&level=80,95&range=1y&view=forecast                | ""
            ?horizon=0&level=x,100,-5&view=nope&range=2y&scale=cubic      | ?level=
            ?horizon=1001&from=2026-02-01&to=2026-01-01&above=-1          | ""
            ?from=2026-99-99&to=2026-12-31&horizon=1e2                    | ""
            ?level=95,50,95                                               | ?level=50,95
            """)
    void theAddressKeepsWhatMakesSenseAndNothingElse(String address, String kept) {
        assertEquals(
                kept,
                page.evaluate(
                        "(address) => import('/app/state.js').then(({ read, write }) => write(read(address)))",
                        address));
    }
}
