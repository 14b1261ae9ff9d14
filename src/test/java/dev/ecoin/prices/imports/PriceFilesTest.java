package dev.ecoin.prices.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.configuration.Currency;
import dev.ecoin.http.CsvTable;
import dev.ecoin.prices.imports.ImportReport.FirstRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small samples of common files: the detected format of each, and the prices that would be stored. */
class PriceFilesTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T10:00:00Z"), ZoneOffset.UTC);

    private final PriceImport prices = new PriceImport(null, null, new Currency("usd"), CLOCK);

    @Test
    void pricesThatThisServiceExported() throws Exception {
        var report = read("""
                coin,date,price,market_cap,volume,source,currency
                bitcoin,2026-05-30,0.000000000012,1000000000000,,coingecko,usd
                bitcoin,2026-05-31,1,,,coingecko,eur
                """);

        assertRecognised("prices exported by ecoin-forecaster", DayRule.SNAPSHOT, report);
        assertEquals(List.of("bitcoin 2026-05-30 0.000000000012 1000000000000 -"), rows(report));
        assertEquals(List.of("3: the price is in 'eur', not in USD"), rejected(report));
        assertEquals(List.of("source"), report.unusedColumns());
    }

    @Test
    void pricesThatThisServiceExportedAsLinesOfJson() throws Exception {
        var report = read("""
                {"coin":"=1","date":"2026-05-30","price":0.000000000012,"market_cap":1e12,"volume":null,"source":"sample"}
                {"coin":"bitcoin","date":"2026-05-31","price":67187.33580,"market_cap":null,"volume":0,"source":"sample"}
                {"coin":"bitcoin","date":"2026-06-01","price":[1]}
                {"coin":"bitcoin"
                """);

        assertRecognised("prices exported by ecoin-forecaster", DayRule.SNAPSHOT, report);
        assertEquals(
                List.of("=1 2026-05-30 0.000000000012 1000000000000 -", "bitcoin 2026-05-31 67187.33580 - 0"),
                rows(report));
        assertEquals(
                List.of("3: the line is not a flat JSON object", "4: the line is not a flat JSON object"),
                rejected(report));
    }

    @ParameterizedTest
    @ValueSource(strings = {"date", "day"})
    void featuresThatThisServiceExports(String date) throws Exception {
        var report = read("""
                coin,%s,price_0,price_1,target,trend
                bitcoin,2026-05-30,1.5,1.4,1.6,
                """.formatted(date));

        assertRecognised("features exported by ecoin-forecaster", DayRule.SNAPSHOT, report);
        assertEquals(List.of("bitcoin 2026-05-30 1.5 - -"), rows(report));
    }

    @Test
    void theExportOfCoinGeckosWebsite() throws Exception {
        var report = read("""
                snapped_at,price,market_cap,total_volume
                2013-04-28 00:00:00 UTC,135.3,1500517590,0
                2013-04-29 00:00:00 UTC,141.96,,0.0
                """, coin("bitcoin"));

        assertRecognised("export of CoinGecko's website", DayRule.SNAPSHOT, report);
        assertEquals(List.of("bitcoin 2013-04-28 135.3 1500517590 0", "bitcoin 2013-04-29 141.96 - 0.0"), rows(report));
    }

    @Test
    void cryptoDataDownload() throws Exception {
        var report = read("""
                https://www.CryptoDataDownload.com
                unix,date,symbol,open,high,low,close,Volume BTC,Volume USD
                1645488000000,2022-02-22 00:00:00,BTC/USD,37027,38429,36350,38250,2220,82000000
                1645401600000,2022-02-21 00:00:00,BTC/USD,38386,39494,36800,37008,3285,125000000
                1609372800,2020-12-31 00:00:00,BTC/USD,28897,29321,28000,29016,1,2
                """, coin("bitcoin"));

        assertRecognised("CryptoDataDownload", DayRule.CANDLE, report);
        assertEquals(
                List.of(
                        "bitcoin 2022-02-23 38250 - 82000000",
                        "bitcoin 2022-02-22 37008 - 125000000",
                        "bitcoin 2021-01-01 29016 - 2"),
                rows(report));
    }

    @Test
    void yahooFinance() throws Exception {
        var report = read("""
                Date,Open,High,Low,Close,Adj Close,Volume
                2024-02-28,0.39,0.51,0.35,0.49,0.48,18663174069
                2024-02-29,0.39,0.51,0.35,0.50,0.50,1
                2024-03-01,null,null,null,null,null,null
                2024-12-31,0.39,0.51,0.35,0.51,0.51,
                """, coin("ada"));

        assertRecognised("Yahoo Finance", DayRule.CANDLE, report);
        assertEquals(
                List.of("ada 2024-02-29 0.49 - 18663174069", "ada 2024-03-01 0.50 - 1", "ada 2025-01-01 0.51 - -"),
                rows(report));
        assertEquals(List.of("4: the price is missing"), rejected(report));
        assertEquals(List.of("Open", "High", "Low", "Adj Close"), report.unusedColumns());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1577750400000,7224.1,7335.0,7145.0,7195.2,33642.7,1577836799999,243212548.1,298885,1,2,0",
                "1577750400000000,7224.1,7335.0,7145.0,7195.2,33642.7,1577836799999999,243212548.1,298885,1,2,0",
                "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n"
                        + "1577750400000,7224.1,7335.0,7145.0,7195.2,33642.7,1577836799999,243212548.1,298885,1,2,0",
                "Open time,Open,High,Low,Close,Volume,Close time,Quote asset volume,Number of trades\n"
                        + "2019-12-31 00:00:00,7224.1,7335.0,7145.0,7195.2,33642.7,2019-12-31 23:59:59.999,243212548.1,298885"
            })
    void binanceKlinesWithAndWithoutHeaderInMillisecondsAndMicroseconds(String file) throws Exception {
        var report = read(file + "\n", coin("bitcoin"));

        assertRecognised("Binance klines", DayRule.CANDLE, report);
        assertEquals(List.of("bitcoin 2020-01-01 7195.2 - 243212548.1"), rows(report));
    }

    @Test
    void coinMarketCap() throws Exception {
        var report = read("""
                \uFEFF"timeOpen";"timeClose";"name";"open";"high";"low";"close";"volume";"marketCap";"timestamp"
                "2024-02-29T00:00:00.000Z";"2024-02-29T23:59:59.999Z";"2781";42280.2;44175.4;42214.9;44167.3;18426978443.2;865000000000;"2024-02-29T23:59:59.999Z"
                """, coin("bitcoin"));

        assertRecognised("CoinMarketCap", DayRule.CANDLE, report);
        assertEquals(List.of("bitcoin 2024-03-01 44167.3 865000000000 18426978443.2"), rows(report));
    }

    @Test
    void investingCom() throws Exception {
        var report = read("""
                "Date","Price","Open","High","Low","Vol.","Change %"
                "12/31/2023","42,272.5","42,140.2","42,889.6","41,964.7","48.23K","0.31%"
                "12/30/2023","42,140.3","1","2","1","1.5B","-1.0%"
                """, ImportOptions.of("bitcoin", null, "MM/dd/yyyy", true));

        assertRecognised("Investing.com", DayRule.CANDLE, report);
        assertEquals(List.of("bitcoin 2024-01-01 42272.5 - -", "bitcoin 2023-12-31 42140.3 - -"), rows(report));
        assertTrue(report.unusedColumns().contains("Change %"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Date,Close\n2021-05-13,1.5\n",
                "DATE\tCLOSE\n2021-05-13\t1.5\n",
                "Date;Close\r\n2021-05-13;1,5\r\n",
                "sep=;\nDate;Close\n2021-05-13;1,5\n",
                "date|close\r2021-05-13|1.5\r",
                "Bitcoin historical data\n\n# from a friend\nDate,Close,\n2021-05-13,1.5,\n,,\n",
                "Date,Close\n2021-05-13,1.5,\n",
                "Date,Close USD,Close EUR\n2021-05-13,$1.5,1.2\n",
                "Date,Close (USD)\n\"May 13, 2021\",\"US$ 1.5\"\n",
                "Date,Open,High,Low,Close*,Volume\n13-May-2021,1,2,1,1.5 USD,NA\n",
                "Currency,Date,Closing Price (USD)\nBTC,2021-05-13,1.5\n",
                "SNo,Name,Symbol,Date,High,Low,Open,Close\n1,Bitcoin,BTC,2021-05-13 23:59:59,2,1,1,1.5\n",
                "timestamp,close\n1620864000,1.5\n",
                "timestamp,close\n1620864000000,1.5\n",
                "timestamp,close\n1620864000000000,1.5\n",
                "timestamp,close\n1.620864e+12,1.5\n",
                "timestamp,close\n2021-05-13T02:00:00+02:00,1.5\n",
                ",close\n2021-05-13 00:00:00+00:00,1.5\n",
                "index,close\n20210513,1.5e0\n"
            })
    void theCloseOfADayIsThePriceOfTheNext(String file) throws Exception {
        var report = read(file, coin("a"));

        assertEquals(List.of("a 2021-05-14 1.5 - -"), rows(report), report::toString);
        assertEquals(List.of(), rejected(report));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "coin,date,price,market_cap,total_volume\na,2021-05-13,1.5,77,88\n",
                "COIN,DATE,PRICE,MARKET CAP,VOLUME\na,2021-05-13,1.5,77,88\n",
                "coinId;day;priceUsd;marketCap;24h Volume\na;2021/05/13;1,5;77;88\n",
                "\"\",\"coin\",\"date\",\"price\",\"market_cap\",\"volume\"\n\"1\",\"a\",\"2021-05-13\",1.5,77,88\n",
                "\"coin\";\"date\";\"price\";\"market_cap\";\"volume\"\n\"1\";\"a\";\"2021-05-13\";1,5;77;88\n",
                "# coin,date,price,market_cap,volume\na,2021-05-13T00:00:00.000000000Z,1.5,77,88,\n",
                "slug|time|price_usd|price_eur|mcap|volume_eur|volume_usd\na|2021-05-12 23:59:59|1.5|9|77|9|88\n",
                "Unnamed: 0,coin,date,price,market cap,volume (24h)\n0,a,2021-05-13,$1.50,\"$77\",\"88.\"\n",
                "id,coin,price in USD,date,market_cap_usd,volume_usd,percent_change\n7,a,1.5,2021-05-13,77,88,-3%\n"
            })
    void aPriceIsThatOfItsDate(String file) throws Exception {
        var report = read(file);

        assertEquals(1, report.accepted(), report::toString);
        var row = report.firstRows().get(0);
        assertEquals("a 2021-05-13", row.coin() + " " + row.date());
        assertEquals(0, new BigDecimal("1.5").compareTo(row.price()));
        assertEquals(0, new BigDecimal("77").compareTo(row.marketCap()));
        assertEquals(0, new BigDecimal("88").compareTo(row.volume()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2021-12-31                    | 2021-12-31 | 2022-01-01",
                "2024-02-28                    | 2024-02-28 | 2024-02-29",
                "2024-02-29T00:00:00Z          | 2024-02-29 | 2024-03-01",
                "2023-02-28 00:00:00           | 2023-02-28 | 2023-03-01",
                "2021-12-31T23:59:59.999Z      | 2022-01-01 | 2022-01-01",
                "2021-12-31 23:00:00           | 2022-01-01 | 2022-01-02",
                "2022-01-01T00:00:00+01:00     | 2022-01-01 | 2022-01-02",
                "2021-12-31T19:00:00-0500      | 2022-01-01 | 2022-01-02",
                "2021-12-31T00:03:11.123456789 | 2021-12-31 | 2022-01-01",
                "1640908800                    | 2021-12-31 | 2022-01-01",
                "1640995199999                 | 2022-01-01 | 2022-01-01"
            })
    void aSnapshotIsOfTheNearestMidnightAndACandleOfTheOneAtItsEnd(String time, String price, String close)
            throws Exception {
        assertEquals(List.of("a " + price + " 1 - -"), rows(read("time,price\n" + time + ",1\n", coin("a"))));
        assertEquals(List.of("a " + close + " 1 - -"), rows(read("time,close\n" + time + ",1\n", coin("a"))));
    }

    @ParameterizedTest
    @CsvSource({"open,2021-12-31", "close,2022-01-01"})
    void theRuleCanBeOverridden(String day, String stored) throws Exception {
        for (var file : List.of("date,price\n2021-12-31,1\n", "date,close\n2021-12-31 23:59:59,1\n")) {
            var report = read(file, ImportOptions.of("a", day, null, true));

            assertEquals(List.of("a " + stored + " 1 - -"), rows(report));
            assertTrue(report.dayRule().startsWith("as asked for"), report.dayRule());
        }
    }

    @Test
    void aPriceOfMiddayIsNobodys() throws Exception {
        assertEquals(
                List.of(
                        "2: the time 2021-05-13T12:30Z is not within an hour of 00:00 UTC, so the price is not that of a"
                                + " day"),
                rejected(read("coin,date,price\na,2021-05-13 12:30:00,1\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"01:00:00,1\n2021-05-13 02:00", "00:01:00,1\n2021-05-13 00:02"})
    void pricesOfHoursAndMinutesAreNotTakenForDailyOnes(String times) {
        for (var price : List.of("price", "close")) {
            var refusal =
                    refusal("time," + price + "\n2021-05-13 00:00:00,1\n2021-05-13 " + times + ":00,2\n", coin("a"));

            assertTrue(refusal.startsWith("The file has several prices a day"), refusal);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5/6/2021   | d/M/yyyy   | 2021-06-05",
                "5/6/2021   | M/d/yyyy   | 2021-05-06",
                "05.06.2021 | dd.MM.yyyy | 2021-06-05",
                "05-06-21   | dd-MM-yy   | 2021-06-05",
                "5/6/2021 00:00 | d/M/yyyy HH:mm | 2021-06-05"
            })
    void datesThatMayStartWithTheirMonthNeedTheirFormat(String date, String format, String stored) throws Exception {
        var file = "date,price\n" + date + ",1\n";

        assertTrue(refusal(file, coin("a")).startsWith("The date '" + date + "' may start with its day or its month"));
        assertEquals(List.of("a " + stored + " 1 - -"), rows(read(file, ImportOptions.of("a", null, format, true))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dd/mm/yyyy", "HH:mm", "", "bogus", "d/M"})
    void aFormatThatIsNoneOfDatesIsRefused(String format) {
        var refusal = assertThrows(NoPricesException.class, () -> ImportOptions.of("a", null, format, true));

        assertEquals("date_format", refusal.parameter());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NA", "N/A", "n/a", "#N/A", "null", "NULL", "None", "NaN", "-", "<NA>"})
    void aMissingCapNeverRejectsAPriceAndAMissingPriceSaysSo(String missing) throws Exception {
        var report = read("coin,date,price,market_cap,volume\na,2021-05-13,1.5," + missing + "," + missing
                + "\na,2021-05-14," + missing + ",1,1\n");

        assertEquals(List.of("a 2021-05-13 1.5 - -"), rows(report));
        assertEquals(List.of("3: the price is missing"), rejected(report));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                ", | \"1,234.56\"     | 1234.56",
                ", | \"$1,234.5\"     | 1234.5",
                ", | \"1,234,567\"    | 1234567",
                ", | \"1 234.5\"      | 1234.5",
                ", | 1'234.5          | 1234.5",
                ", | $0.5             | 0.5",
                ", | .5               | .5",
                ", | 1e-12            | 0.000000000001",
                ", | 1.5E+05          | 150000",
                "; | 1.234,56         | 1234.56",
                "; | 1.234.567        | 1234567",
                "; | 0,00001234       | 0.00001234",
                "; | 1,5E-05          | 0.000015",
                "; | 1,234            | 1.234",
                "; | 1.234            | 1.234",
                "; | 49716.19         | 49716.19",
                "; | 1,234.56         | 1234.56",
                "; | 1 234,56         | 1234.56",
                "; | 1.234,56 $       | 1234.56"
            })
    void numbersAreReadAsTheirFileWritesThem(char separator, String cell, String price) throws Exception {
        var report = read("coin,date,price\na,2021-05-13,".replace(',', separator) + cell + "\n");

        assertEquals(List.of(), rejected(report));
        assertEquals(
                0, new BigDecimal(price).compareTo(report.firstRows().get(0).price()), report::toString);
    }

    @Test
    void capsAndVolumesMayHaveAFactor() throws Exception {
        assertEquals(
                List.of("a 2021-05-13 1 1500000000 48230"),
                rows(read("coin,date,price,market_cap,volume\na,2021-05-13,1,$1.5B,48.23K\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1,5\"", "\"1,23,456\"", "5%", "1.2.3", "0x1F", "1..5", "Infinity", "1e", "١٢", "one"})
    void whatIsNoNumberIsRejected(String cell) throws Exception {
        var report = read("coin,date,price\na,2021-05-13," + cell + "\n");

        assertEquals(1, report.rejected(), report::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "coin,date,price_eur\na,2021-05-13,1\n",
                "coin,date,Close_EUR\na,2021-05-13,1\n",
                "coin;date;Close (€)\na;2021-05-13;1\n",
                "coin,date,price in BTC\na,2021-05-13,1\n"
            })
    void pricesInAnotherCurrencyAreRefused(String file) {
        var refusal = refusal(file, options());

        assertTrue(refusal.startsWith("The prices are in another currency, as the column '"), refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "coin,date,price,currency\na,2021-05-13,1,EUR\n",
                "coin,date,price\na,2021-05-13,€1\n",
                "coin,date,price\na,2021-05-13,1 EUR\n"
            })
    void aPriceInAnotherCurrencyIsRejected(String file) throws Exception {
        var report = read(file);

        assertEquals(0, report.accepted());
        assertTrue(rejected(report).get(0).endsWith("not in USD"), report::toString);
    }

    @Test
    void aServiceOfAnotherCurrencyTakesPricesInIt() throws Exception {
        var inEuros = new PriceImport(null, null, new Currency("eur"), CLOCK);
        for (var file : List.of(
                "coin,date,price_usd,price_eur\na,2021-05-13,9,1\n",
                "coin,date,price,currency\na,2021-05-13,1,EUR\n",
                "coin,date,price\na,2021-05-13,1 €\n")) {
            assertEquals(
                    List.of("a 2021-05-13 1 - -"),
                    rows(inEuros.read(new ByteArrayInputStream(bytes(file, UTF_8)), options())));
        }
        var dollars =
                inEuros.read(new ByteArrayInputStream(bytes("coin,date,price\na,2021-05-13,$1\n", UTF_8)), options());
        assertEquals(List.of("2: the price '$1' is not in EUR"), rejected(dollars));
    }

    @Test
    void aPairQuotedInAnotherCurrencyIsRefused() {
        var refusal = refusal("date,symbol,close\n2021-05-13,BTC/EUR,1\n", coin("bitcoin"));

        assertTrue(refusal.startsWith("Of the first line the prices of 'BTC/EUR' are not in USD"), refusal);
    }

    @Test
    void oneCoinIsOneSymbol() throws Exception {
        var report = read("date,symbol,close\n2021-05-13,BTC/USD,1\n2021-05-14,ETH/USD,1\n", coin("bitcoin"));

        assertEquals(
                List.of("3: the symbol 'ETH/USD' is not that of the first line, 'BTC/USD', which is bitcoin"),
                rejected(report));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date,price\n2021-05-13,1\n",
                "id,date,price\n1,2021-05-13,1\n",
                "1577750400000,7224.1,7335.0,7145.0,7195.2,33642.7,1577836799999,243212548.1,298885,1,2,0\n"
            })
    void aFileWithoutCoinsNeedsOne(String file) throws Exception {
        var refusal = assertThrows(NoPricesException.class, () -> read(file));

        assertEquals("coin", refusal.parameter());
        assertTrue(refusal.getMessage().contains("--coin"), refusal.getMessage());
        assertEquals(1, read(file, coin("a")).accepted());
    }

    @Test
    void aFileWithCoinsTakesNoOther() {
        var refusal = refusal("coin,date,price\na,2021-05-13,1\n", coin("b"));

        assertTrue(refusal.contains("'coin'"), refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_",
                "-3",
                "academy token",
                "$maga",
                "Bitcoin",
                "BTC",
                "dog-wif-\uD83D\uDC38",
                "coin+plus",
                "#1",
                "NA",
                "null",
                "a,b;c",
                "\"quoted\"",
                "日本",
                " leading",
                "trailing ",
                "'apostrophe",
                "=1+1",
                "'=1",
                "@x",
                "a'b",
                "%25",
                "0"
            })
    void everyIdThatTheServiceHoldsComesBack(String id) throws Exception {
        var csv = CsvTable.of(
                List.of("coin", "date", "price", "market_cap", "volume", "source"),
                Stream.of(Stream.of(id, "2021-05-13", "1.5", null, null, "import")));

        assertEquals(List.of(id + " 2021-05-13 1.5 - -"), rows(read(new String(csv, UTF_8))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"\"", "a\u0000b", "a\u001b[2J", "a\uFFFDb"})
    void whatCannotBeAnIdIsRejected(String id) throws Exception {
        var report = read("coin,date,price\nb,2021-05-12,1\n" + id + ",2021-05-13,1.5\n");

        assertEquals(1, report.rejected(), report::toString);
        assertFalse(report.toString().contains("\u001b"));
    }

    @Test
    void aFieldMayHaveSeveralLines() throws Exception {
        var report = read("""
                coin,date,price,note
                ml-a,2021-05-13,1.5,"line one
                line two"
                ml-a,2021-05-14,1.6,x
                ml-a,2021-05-15,1.7,"never closed
                ml-a,2021-05-16,1.8,x
                """);

        assertEquals(
                List.of("ml-a 2021-05-13 1.5 - -", "ml-a 2021-05-14 1.6 - -", "ml-a 2021-05-16 1.8 - -"), rows(report));
        assertEquals(List.of("5: its quotes do not match"), rejected(report));
        assertEquals(List.of("note"), report.unusedColumns());
    }

    @Test
    void anotherTableInTheSameFileIsNotRead() throws Exception {
        var report = read("""
                coin,date,price
                a,2021-05-13,1.5
                coin,date,price
                a,2021-05-14,1.6
                date,close,coin
                2021-05-15,1.7,a
                """);

        assertEquals(List.of("a 2021-05-13 1.5 - -", "a 2021-05-14 1.6 - -"), rows(report));
        assertEquals(
                List.of("5: another table begins here, which is not read; import it as a file of its own"),
                rejected(report));
    }

    @Test
    void thousandsWithoutQuotesDoNotBecomeOtherColumns() throws Exception {
        var report = read("coin,date,price,market_cap,volume\na,2021-05-13,1,,\na,2021-05-14,1,234.5,,\n");

        assertEquals(List.of("3: has 6 columns, but the header 5"), rejected(report));
    }

    @Test
    void theEncodingIsTold() throws Exception {
        var file = "coin,date,price\n日本,2021-05-13,1\n";
        for (var bytes : List.of(
                bytes("\uFEFF" + file, UTF_8),
                bytes("\uFEFF" + file, UTF_16LE),
                bytes("\uFEFF" + file, UTF_16BE),
                bytes(file, UTF_16LE),
                bytes(file, UTF_16BE))) {
            assertEquals(List.of("日本 2021-05-13 1 - -"), rows(read(bytes, options())));
        }
    }

    @Test
    void aFileMayBePacked() throws Exception {
        var file = bytes("coin,date,price\na,2021-05-13,1\n", UTF_8);

        assertEquals(List.of("a 2021-05-13 1 - -"), rows(read(gzip(file), options())));
        assertEquals(
                List.of("a 2021-05-13 1 - -"),
                rows(read(zip(file, "folder/", "folder/a.csv", "__MACOSX/folder/._a.csv"), options())));
    }

    @Test
    void anArchiveOfSeveralFilesIsRefused() {
        var refusal = refusal(zip(bytes("coin,date,price\n", UTF_8), "a.csv", "b.csv"), options());

        assertTrue(refusal.startsWith("The zip archive holds 2 files (a.csv, b.csv)"), refusal);
    }

    @Test
    void anArchiveMadeToHarmIsReadUpToABound() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(bytes("coin,date,price\na,2021-05-13,1\n", UTF_8));
            var blank = " ".repeat(1 << 20).getBytes(UTF_8);
            for (int i = 0; i < 20; i++) {
                gzip.write(blank);
            }
        }

        var report = read(bytes.toByteArray(), options());

        assertEquals(
                List.of("3: the file breaks off here: it unpacks to more than 100 times its size"), rejected(report));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "an Excel workbook (xlsx)  | [Content_Types].xml | xl/workbook.xml",
                "an office document        | mimetype            | content.xml",
                "an office document        | [Content_Types].xml | word/document.xml"
            })
    void aWorkbookSaysWhatItIsAndWhatToDo(String what, String first, String second) {
        var refusal = refusal(zip(new byte[10], first, second), options());

        assertTrue(refusal.startsWith("The file is " + what), refusal);
        assertTrue(refusal.contains("CSV"), refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1",
                "PAR1\u0015\u0004",
                "%PDF-1.4\n%\u00e2",
                "\u0089PNG\r\n\u001a\n",
                "BZh91AY",
                "SQLite format 3\0",
                "\u0000\u0001\u0002\u0003",
                "\u001b[2J\u001b]0;x\u0007",
                "<!DOCTYPE html>\n<html>",
                "[[1577750400000,\"1\"]]",
                "{\"a\":[1]}"
            })
    void whatIsNoTableIsOneLineWithoutItsBytes(String content) {
        var refusal = refusal(bytes(content, ISO_8859_1), options());

        assertTrue(refusal.startsWith("The file "), refusal);
        assertTrue(refusal.chars().allMatch(c -> c >= ' ' && c <= '~'), refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "bitcoin,2017-12-15,1\n", "coin,date\n", "coin,price\n", "hello"})
    void whatHasNoHeaderIsRefused(String file) {
        var refusal = refusal(file, options());

        assertTrue(refusal.startsWith("The header "), refusal);
    }

    private static void assertRecognised(String format, DayRule rule, ImportReport report) {
        assertEquals(format, report.format());
        assertEquals(rule.sentence(), report.dayRule());
    }

    private static List<String> rows(ImportReport report) {
        return report.firstRows().stream().map(PriceFilesTest::row).toList();
    }

    private static String row(FirstRow row) {
        return row.coin() + " " + row.date() + " " + text(row.price()) + " " + text(row.marketCap()) + " "
                + text(row.volume());
    }

    private static String text(BigDecimal number) {
        return number == null ? "-" : number.toPlainString();
    }

    private static List<String> rejected(ImportReport report) {
        return report.rejectedLines().stream()
                .map(line -> line.number() + ": " + line.reason())
                .toList();
    }

    private ImportReport read(String file) throws NoPricesException {
        return read(file, options());
    }

    private ImportReport read(String file, ImportOptions options) throws NoPricesException {
        return read(bytes(file, UTF_8), options);
    }

    private ImportReport read(byte[] file, ImportOptions options) throws NoPricesException {
        return prices.read(new ByteArrayInputStream(file), options);
    }

    private String refusal(String file, ImportOptions options) {
        return refusal(bytes(file, UTF_8), options);
    }

    private String refusal(byte[] file, ImportOptions options) {
        return assertThrows(NoPricesException.class, () -> read(file, options)).getMessage();
    }

    private static ImportOptions options() {
        return coin(null);
    }

    private static ImportOptions coin(String id) {
        return new ImportOptions(id, null, Dates.clear(), true);
    }

    private static byte[] bytes(String text, Charset charset) {
        return text.getBytes(charset);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(byte[] content, String... names) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var name : names) {
                zip.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    zip.write(content);
                }
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }
}
