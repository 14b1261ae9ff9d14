package dev.ecoin.cli;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Migrations;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands on the database, run as from a shell. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class ShellTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 5, 1);

    @Inject
    Service service;

    CoinGeckoStandIn coinGecko;

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void start() {
        service.reset("bitcoin", "ethereum");
    }

    @Test
    void aRangeOfSeveralCoinsIsStoredAndTheSecondTimeNobodyIsAsked() {
        var command = new String[] {
            "crawl",
            "--coin",
            "bitcoin",
            "--coin",
            "ethereum",
            "--coin",
            "bitcoin",
            "--from",
            "2026-05-01",
            "--to",
            "2026-05-16"
        };

        assertEquals(0, run(command));

        assertEquals(32, service.count("daily_price WHERE source = 'coingecko'"));
        assertEquals(2, coinGecko.calls().size());
        assertTrue(out.toString().contains("32 days were missing: 32 stored, 0 unavailable, 2 calls"), out.toString());
        coinGecko.reset();
        assertEquals(0, run(command));
        assertEquals(0, coinGecko.calls().size());
    }

    @Test
    void withoutToItIsOneDay() {
        assertEquals(0, run("crawl", "--coin", "bitcoin", "--from", "2026-05-01"));

        var row = service.query("SELECT day, price FROM daily_price").get(0);
        assertEquals(1, service.count("daily_price"));
        assertEquals(FIRST, row.getLocalDate("day"));
        assertEquals(CoinGeckoStandIn.price("bitcoin", FIRST), row.getBigDecimal("price"));
    }

    @Test
    void outWritesADocumentACoinAndDayAndStoresNothing() throws IOException {
        var command = new String[] {
            "crawl", "--coin", "bitcoin", "--from", "2026-05-01", "--to", "2026-05-03", "--out", directory.toString()
        };

        assertEquals(0, run(command));

        assertEquals(List.of("bitcoin-2026-05-01.json", "bitcoin-2026-05-02.json", "bitcoin-2026-05-03.json"), files());
        var document = new ObjectMapper()
                .readTree(directory.resolve("bitcoin-2026-05-02.json").toFile());
        assertEquals("bitcoin", document.get("id").asText());
        assertEquals(
                CoinGeckoStandIn.price("bitcoin", FIRST.plusDays(1)).doubleValue(),
                document.at("/market_data/current_price/usd").doubleValue());
        assertEquals(0, service.count("daily_price"));
        assertEquals(3, coinGecko.calls().size());
        coinGecko.reset();
        assertEquals(0, run(command), "files that are there are not asked for again");
        assertEquals(0, coinGecko.calls().size());
    }

    @Test
    void outAndStoreTogetherAskForEachDayOnce() throws IOException {
        assertEquals(
                0,
                run(
                        "crawl",
                        "--coin",
                        "bitcoin",
                        "--from",
                        "2026-05-01",
                        "--to",
                        "2026-05-02",
                        "--store",
                        "--out",
                        directory.toString()));

        assertEquals(2, files().size());
        assertEquals(2, service.count("daily_price"));
        assertEquals(2, service.count("price_document"));
        assertEquals(2, coinGecko.calls().size());
    }

    @Test
    void daysThatThePlanDoesNotShowAreTheExitStatus1() {
        assertEquals(1, run("crawl", "--coin", "bitcoin", "--from", "2017-12-15"));
        assertEquals(1, run("crawl", "--coin", "bitcoin", "--from", "2017-12-15", "--out", directory.toString()));
        assertEquals(0, service.count("daily_price"));
    }

    @Test
    void aWrongKeyIsTheExitStatus2WithOneLineThatSaysWhatToCheck() {
        coinGecko.fail(401, Map.of(), "{\"status\":{\"error_code\":10002,\"error_message\":\"API Key Missing\"}}");

        assertEquals(2, run("crawl", "--coin", "bitcoin", "--from", "2026-05-01"));

        assertTrue(err.toString().contains("ECOIN_COINGECKO_KEY"), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void aCoinThatIsNotHereIsAddedAsActiveAsByAnImport() {
        assertEquals(0, run("crawl", "--coin", "solana", "--from", "2026-05-01"));

        assertEquals(1, service.count("coin WHERE id = 'solana' AND state = 'active' AND listing = 'listed'"));
        assertEquals(1, service.count("daily_price WHERE coin = 'solana'"));
    }

    @Test
    void crawlAllIsTheNightlyCrawlOfTheActiveCoins() {
        service.query("UPDATE coin SET state = 'paused' WHERE id = 'ethereum'");
        service.addRun("crawl", null, "paused", "{\"mode\": \"range\"}", "test", null);
        service.query("UPDATE run SET due_at = '2026-11-24T00:00:00Z'");

        assertEquals(1, run("crawl", "--all"), "CoinGecko wants to be left alone till then");
        assertEquals(0, coinGecko.calls().size());
        service.query("UPDATE run SET due_at = '2026-11-23T09:00:00Z'");
        assertEquals(0, run("crawl", "--all"));

        assertTrue(
                out.toString().contains("364 days were missing: 364 stored, 0 unavailable, 1 calls"), out.toString());
        assertEquals(1, service.count("crawl_run"), "the one that was paused");
        assertEquals(1, service.count("crawl_run WHERE state = 'succeeded' AND coins IS NULL AND first_day IS NULL"));
        assertEquals(0, run("crawl", "--all", "--from", "2025-12-01", "--to", "2025-12-02"));
        assertEquals(1, service.count("crawl_run WHERE coins IS NULL AND last_day = '2025-12-02'"));
    }

    @Test
    void aCoinThatIsPausedIsTrainedAndMeasuredByName() {
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        service.query("UPDATE coin SET state = 'paused'");

        assertEquals(0, run("train", "--coin", "bitcoin", "--order", "(0,1,0)"), err::toString);
        assertEquals(0, run("backtest", "--coin", "bitcoin", "--windows", "2"), err::toString);
    }

    @Test
    void ofManyCoinsAMessageNamesTheFirst() {
        service.query("INSERT INTO coin (id) SELECT 'coin-' || i FROM generate_series(101, 200) AS i");

        assertEquals(2, run("train", "--coin", "dogecoin"));

        assertTrue(err.toString().contains("coin-119 and more, see 'coins list'"), err.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "crawl                                                            | --all",
                "crawl --all --coin bitcoin                                       | mutually exclusive",
                "crawl --all --from 2026-05-01 --out x                            | --out needs --coin",
                "crawl --coin bitcoin --to 2026-05-01                             | --from is missing",
                "crawl --coin bitcoin --from 2026-05-02 --to 2026-05-01           | before --from",
                "crawl --coin bitcoin --from 2026-11-23                           | newest complete one is 2026-11-22",
                "crawl --coin bitcoin --from yesterday                            | yesterday",
                "crawl --coin bitcoin --out x                                     | --out needs --from",
                "crawl --coin bitcoinn --from 2026-05-01                          | Similar ones: bitcoin",
                "train                                                            | --coin",
                "train --all --coin bitcoin                                       | mutually exclusive",
                "train --coin bitcoin --shard 0/2                                 | go with --all",
                "train --all --shard 2/2                                          | 0/4, 1/4",
                "train --all --shard two                                          | INDEX/COUNT",
                "train --all --since yesterday                                    | 2026-11-23T01:15:00Z",
                "train --coin dogecoin                                            | Valid: bitcoin, ethereum",
                "train --coin bitcoin --order best                                | not an order",
                "backtest                                                         | --coin",
                "backtest --coin bitcoin --horizon 366                            | from 1 to 365",
                "backtest --coin bitcoin --windows 101 --refit                    | from 1 to 100",
                "import                                                           | FILE",
                "import /no/such/file.csv                                         | cannot be read",
                "export                                                           | DATASET",
                "export secrets                                                   | PRICES, FEATURES, FORECASTS",
                "export prices --format xlsx                                      | CSV, JSONL",
                "export prices --coin dogecoin                                    | There is no coin 'dogecoin' here",
                "export prices --from 2026-05-02 --to 2026-05-01                  | before --from"
            })
    void wrongUsageIsTheExitStatus2AndSaysWhatIsWrong(String command, String said) {
        assertEquals(2, run(command.split(" ")));

        assertTrue(err.toString().contains(said), err.toString());
        assertEquals(0, service.count("daily_price"));
        assertEquals(2, service.count("coin"));
    }

    @Test
    void trainSaysWhatTheGateSaid() {
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);

        assertEquals(0, run("train", "--coin", "bitcoin", "--order", "(0,1,0)", "--reason", "by hand"));
        assertTrue(out.toString().matches("bitcoin: model \\d+ was accepted; serves now\\R"), out.toString());
        assertEquals(1, run("train", "--coin", "bitcoin", "--order", "(0,0,0)"));
        assertTrue(
                out.toString()
                        .matches(
                                "bitcoin: model \\d+ was rejected: its error is .* of naive's in 12 windows of 14 days,"
                                        + " more than 1.1; the active model stays\\R"),
                out.toString());
        assertEquals(0, run("train", "--coin", "bitcoin", "--order", "(0,1,0)", "--candidate"));
        assertTrue(out.toString().contains("was accepted; kept as a candidate, as requested"), out.toString());
        assertEquals(1, run("train", "--coin", "ethereum"));
        assertEquals(
                "ethereum: not trained: no prices are stored yet",
                out.toString().strip());

        var activation = service.query("SELECT * FROM model_activation").get(0);
        assertEquals("shell", activation.getString("activated_by"));
        assertEquals("by hand", activation.getString("reason"));
    }

    @Test
    void trainAllTellsWhatBecameOfAShardAndLeavesWhatIsDoneAlone() {
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        service.storeWalk("ethereum", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        service.query("UPDATE daily_price SET stored_at = '2026-11-22T01:00:00Z'");

        assertEquals(0, run("train", "--all", "--shard", "0/1", "--order", "(0,1,0)"));
        assertTrue(
                out.toString()
                        .matches(
                                "Shard 0/1, 2 coins: 2 accepted, 0 rejected, 0 not trained, 0 trained before; .* s\\R"),
                out.toString());
        assertEquals(0, run("train", "--all"));
        assertTrue(out.toString().startsWith("2 coins: 0 accepted"), "no shard was asked for: " + out);
        assertTrue(out.toString().contains("2 trained before"), out.toString());
        assertEquals(0, run("train", "--all", "--since", "2026-11-24"));
        assertTrue(out.toString().contains(" 0 trained before"), out.toString());
    }

    @Test
    void backtestPutsTheModelBesideTheBaselinesAndKeepsTheResult() {
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        run("train", "--coin", "bitcoin", "--order", "(0,1,1)");

        assertEquals(0, run("backtest", "--coin", "bitcoin", "--windows", "4", "--horizon", "7"));

        var printed = out.toString();
        assertTrue(printed.contains("of naive's in 4 windows of 7 days"), printed);
        for (var row : List.of("  model ", "  naive ", "  seasonal_naive ", "  drift ")) {
            assertTrue(printed.contains(row), printed);
        }
        assertEquals(1, run("backtest", "--coin", "ethereum"));
        assertTrue(out.toString().contains("ethereum: not measured: the coin has no model yet"), out.toString());
        var backtest = service.query("SELECT backtest FROM model").get(0).getJsonObject("backtest");
        assertEquals(4, backtest.getJsonArray("origins").size());
    }

    @Test
    void anImportMovesTheModelToItsLastDay() throws IOException {
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 20), 300, PriceSource.SAMPLE);
        run("train", "--coin", "bitcoin", "--order", "(0,1,0)");
        var file = Files.writeString(
                directory.resolve("prices.csv"), "coin,date,price\nbitcoin,2026-11-21,1000\nbitcoin,2026-11-22,1001\n");

        assertEquals(0, run("import", file.toString()));

        assertEquals(1, service.count("model"));
        assertEquals(1, service.count("model_state WHERE origin = '2026-11-22' AND served_from IS NOT NULL"));
    }

    @Test
    void anImportReadsAPipe() throws Exception {
        var days = 2_000;
        var pipe = directory.resolve("prices");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        var csv = IntStream.range(0, days)
                .mapToObj(day -> "bitcoin," + FIRST.minusDays(day) + ",1000\n")
                .collect(Collectors.joining("", "coin,date,price\n", ""));
        var writer = CompletableFuture.runAsync(() -> {
            try {
                Files.writeString(pipe, csv);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertEquals(0, run("import", pipe.toString()), out::toString);

        writer.join();
        assertEquals(days, service.count("daily_price"));
    }

    @Test
    void anImportReportsWhatItRejects() throws IOException {
        var file = Files.writeString(
                directory.resolve("prices.csv"),
                "coin,date,price\nbitcoin,2015-01-01,314.25\nbitcoin,2015-01-02,dear\nlitecoin,2015-01-01,2.7\n");

        assertEquals(1, run("import", file.toString()));

        assertEquals(2, service.count("daily_price WHERE source = 'import'"));
        assertTrue(out.toString().contains("line 3: "), out.toString());
        assertTrue(out.toString().contains("3 lines: 2 good, 1 rejected; 2 days added or changed"), out.toString());
        assertTrue(out.toString().contains("Added litecoin"), out.toString());
        assertEquals(
                2,
                run(
                        "import",
                        Files.writeString(directory.resolve("text.csv"), "hello")
                                .toString()));
    }

    @Test
    void anImportSaysWhatItRecognisedAndATrialShowsItsRows() throws IOException {
        var file = Files.writeString(
                directory.resolve("yahoo.csv"),
                "Date,Open,High,Low,Close,Adj Close,Volume\n2024-02-28,1,2,1,0.000000012,0,5e3\n2024-02-29,null,null,null,null,null,null\n");

        assertEquals(1, run("import", "--coin", "bitcoin", "--dry-run", file.toString()));

        assertEquals("""
                Recognised: Yahoo Finance; the close of a day is the price of the next day at 00:00 UTC
                Not used: Open, High, Low, Adj Close
                coin     date              price  market_cap  volume
                bitcoin  2024-02-29  0.000000012                5000
                line 3: the price is missing
                2 lines: 1 good, 1 rejected; nothing stored (--dry-run)
                """, out.toString().replace("\r", ""));
        assertEquals(0, service.count("daily_price"));

        assertEquals(1, run("import", "--coin", "bitcoin", "--day", "open", file.toString()));
        assertEquals(1, service.count("daily_price WHERE day = '2024-02-28' AND volume = 5000"));
        assertEquals(2, run("import", file.toString()));
        assertTrue(err.toString().contains("--coin"), err.toString());
    }

    @Test
    void trainingFitsTheCoinsThatAreNamed() {
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 200, PriceSource.IMPORT);

        assertEquals(0, run("train", "--coin", "bitcoin", "--order", "(0,1,0)"));
        assertEquals(1, service.count("active_model"));
        assertEquals(1, run("train", "--coin", "bitcoin", "--coin", "ethereum"), "ethereum has no prices");
        assertEquals(2, service.count("model WHERE coin = 'bitcoin'"));
    }

    @Test
    void anExportIsAFileThatAppearsWhenItIsComplete() throws IOException {
        service.storeWalk("bitcoin", FIRST, 3, PriceSource.IMPORT);
        service.storeWalk("ethereum", FIRST, 3, PriceSource.IMPORT);
        var file = directory.resolve("prices.csv");

        assertEquals(0, run("export", "prices", "--coin", "ethereum", "--to", "2026-04-30", "--out", file.toString()));

        assertEquals(List.of("prices.csv"), files());
        assertEquals(3, Files.readAllLines(file).size(), "a header and two days");
        assertTrue(err.toString().contains("2 rows written to " + file), err.toString());
        assertEquals("", out.toString());
        assertEquals(2, run("export", "prices", "--coin", "dogecoin", "--out", file.toString()));
        assertTrue(err.toString().contains("There is no coin 'dogecoin' here"), err.toString());
        assertEquals(List.of("prices.csv"), files());
        assertEquals(3, Files.readAllLines(file).size(), "the former file stays");
    }

    @Test
    void withoutAFileAnExportGoesToStandardOutput() {
        service.storeWalk("bitcoin", FIRST, 1, PriceSource.IMPORT);

        assertEquals(0, run("export", "features", "--format", "jsonl"));

        assertTrue(out.toString().startsWith("{\"coin\":\"bitcoin\",\"date\":\"2026-05-01\""), out.toString());
        assertEquals(1, out.toString().lines().count());
        assertEquals("", err.toString());
    }

    @Test
    void anExportThatCannotBeWrittenEndsWithStatus1AndOneLine() throws IOException {
        service.storeWalk("bitcoin", FIRST, 1, PriceSource.IMPORT);
        var closed = OutputStream.nullOutputStream();
        closed.close();

        assertEquals(1, Shell.run(new PrintWriter(closed), new PrintWriter(err, true), "export", "prices"));

        assertTrue(err.toString().startsWith("Cannot write to standard output"), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void theConnectionIsTestedBySchemaAndRows() {
        service.storeWalk("bitcoin", FIRST, 3, PriceSource.IMPORT);

        assertEquals(0, run("connection"));

        var lines = out.toString().lines().toList();
        assertTrue(
                lines.get(0).matches("PostgreSQL 17\\S* at postgresql://localhost:\\d+/postgres as postgres, .*"),
                lines.get(0));
        assertEquals("Schema of version " + Migrations.versions().size(), lines.get(1));
        assertTrue(lines.contains("           2  coin"), out.toString());
        assertTrue(lines.contains("           3  daily_price"), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void aBarGrowsOnATerminalAndLinesAreKeptElsewhere() {
        var terminal = new StringWriter();
        var writer = new PrintWriter(terminal, true);
        var bar = new Progress(writer, writer, "days", true, () -> 0);
        bar.show(10, 40);
        bar.line("bitcoin: done");
        assertTrue(terminal.toString().startsWith("\r[##########......"), terminal.toString());
        assertTrue(terminal.toString().endsWith("\r\033[Kbitcoin: done" + System.lineSeparator()));

        var log = new StringWriter();
        var logWriter = new PrintWriter(log, true);
        var lines = new Progress(logWriter, logWriter, "days", false, () -> 0);
        lines.show(10, 40);
        lines.line("bitcoin: done");
        assertEquals("bitcoin: done" + System.lineSeparator(), log.toString());
        assertFalse(log.toString().contains("\r["));
    }

    @Test
    void aForecastIsPrintedAsTheServiceAnswersIt() throws IOException {
        service.storeWalk("bitcoin", FIRST, 300, PriceSource.IMPORT);
        assertEquals(0, run("train", "--coin", "bitcoin"));

        assertEquals(0, run("forecast", "--coin", "bitcoin", "--horizon", "7", "--format", "json"));
        var json = new ObjectMapper().readTree(out.toString());
        assertEquals(7, json.get("days").size());
        assertEquals(0, run("forecast", "--coin", "bitcoin", "--horizon", "7", "--format", "csv"));
        var csv = out.toString().lines().toList();
        assertEquals("coin,date,price,lower_80,upper_80,lower_95,upper_95,currency", csv.get(0));
        assertEquals(8, csv.size());
        assertEquals(0, run("forecast", "--coin", "bitcoin", "--to", "2026-05-08"));
        var table = out.toString().lines().toList();
        assertTrue(table.get(0).startsWith("bitcoin in USD, by model "), table.get(0));
        assertArrayEquals(
                csv.get(7).replace(",usd", "").replace("bitcoin,", "").split(","),
                table.get(table.size() - 1).split(" +"));
        assertEquals(0, run("forecast", "--coin", "bitcoin", "--format", "chart"));
        assertTrue(out.toString().contains("\u2591\u2591"), out.toString());
        assertTrue(out.toString().lines().allMatch(line -> line.length() <= 80), out.toString());
    }

    @Test
    void whatHoldingsMayBeWorthIsPrinted() throws IOException {
        service.storeWalk("bitcoin", FIRST, 300, PriceSource.IMPORT);
        service.storeWalk("ethereum", FIRST, 300, PriceSource.IMPORT);
        assertEquals(0, run("train", "--coin", "bitcoin", "--coin", "ethereum"));

        assertEquals(0, run("portfolio", "bitcoin:0.5", "ethereum:4", "--paths", "1000", "--format", "json"));
        var json = new ObjectMapper().readTree(out.toString());
        assertEquals(0, run("portfolio", "bitcoin:0.5,ethereum:4", "--paths", "1000"));
        assertTrue(
                out.toString()
                        .contains("95%: value at risk "
                                + json.at("/risk/0/value_at_risk").asText()),
                out.toString());
        assertEquals(
                0, run("scenarios", "--coin", "bitcoin", "--coin", "ethereum", "--horizon", "2", "--paths", "100"));
        assertEquals(1 + 200, out.toString().lines().count());
        assertTrue(out.toString().startsWith("path,date,bitcoin,ethereum"), out.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "forecast --coin dogecoin | There is no coin 'dogecoin' here",
                "forecast --coin ethereum | The coin 'ethereum' has no model yet",
                "forecast --coin bitcoin --horizon x | horizon",
                "forecast --coin bitcoin --level 101 | The level '101' is not between 0 and 100",
                "portfolio bitcoin | The holding 'bitcoin' has no amount",
                "portfolio bitcoin:1 bitcoin:2 | names a coin twice",
                "scenarios --coin bitcoin --paths 5 | --paths is 5; must be 100 to 1000000",
                "scenarios --coin bitcoin --horizon 0 | --horizon is 0; must be at least 1",
                "coins | Missing required subcommand",
                "coins pause dogecoin | There is no coin 'dogecoin' here. Valid: bitcoin, ethereum.",
                "coins list --state asleep | ACTIVE, PAUSED, DELISTED",
                "models list --coin dogecoin | There is no coin 'dogecoin' here",
                "models activate --coin bitcoin --model 7 --reason x | The coin 'bitcoin' has no model 7. 'models list --coin bitcoin' shows them.",
                "models pin --coin bitcoin --reason x | The coin 'bitcoin' has no model yet",
                "analyse horoscope | There is no analysis 'horoscope'. Valid: monthly-average, rises-after-falls",
                "analyse risk --coin dogecoin | There is no coin 'dogecoin' here",
                "analyse risk --from 2026-05-02 --to 2026-05-01 | before --from",
            })
    void whatCannotBePrintedIsExplained(String line, String message) {
        assertEquals(2, run(line.split(" ")));

        assertTrue(err.toString().contains(message), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void coinsAreListedAddedPausedResumedAndRemoved() throws IOException {
        service.storeWalk("bitcoin", FIRST, 300, PriceSource.IMPORT);

        assertEquals(0, run("coins", "list"));
        assertEquals(
                List.of(
                        "coin      symbol  name  state   first_day   last_day    days  model  order",
                        "bitcoin                 active  2025-07-06  2026-05-01   300",
                        "ethereum                active                             0"),
                out.toString().lines().toList());
        assertEquals(0, run("coins", "list", "--search", "bit", "--format", "json"));
        assertEquals(
                300,
                new ObjectMapper()
                        .readTree(out.toString())
                        .at("/coins/0/days_stored")
                        .asInt());

        assertEquals(0, run("coins", "add", "solana", "bitcoin"), err::toString);
        assertTrue(out.toString().startsWith("solana: added"), out.toString());
        assertTrue(out.toString().contains("bitcoin: here already"), out.toString());
        assertEquals(1, service.count("coin WHERE id = 'solana' AND name = 'Solana' AND state = 'active'"));
        assertEquals(1, service.count("run WHERE kind = 'crawl' AND requested_by = 'new coins'"));
        assertEquals(2, run("coins", "add", "bitcoinn"));
        assertTrue(err.toString().contains("similar ones are bitcoin"), err.toString());

        assertEquals(0, run("coins", "pause", "bitcoin", "ethereum"));
        assertEquals(0, run("coins", "list", "--state", "paused", "--format", "csv"));
        assertEquals(1 + 2, out.toString().lines().count(), out.toString());
        assertEquals(0, run("coins", "resume", "bitcoin"));
        assertEquals(1, service.count("coin WHERE state = 'paused'"));

        assertEquals(2, run("coins", "remove", "bitcoin"));
        assertTrue(err.toString().contains("--yes"), err.toString());
        assertEquals(0, run("coins", "remove", "--yes", "bitcoin"));
        assertEquals(0, service.count("coin WHERE id = 'bitcoin'"));
        assertEquals(1, service.count("removed_coin WHERE id = 'bitcoin'"));
        service.awaitRequestedWork();
    }

    @Test
    void modelsAreListedActivatedAndPinned() throws IOException {
        service.storeWalk("bitcoin", FIRST, 300, PriceSource.IMPORT);
        run("train", "--coin", "bitcoin", "--order", "(0,1,0)");
        run("train", "--coin", "bitcoin", "--order", "(0,1,1)");

        assertEquals(0, run("models", "list", "--coin", "bitcoin", "--format", "csv"));
        var rows = out.toString().lines().map(line -> line.split(",")).toList();
        assertEquals(List.of("active", "retired"), List.of(rows.get(1)[2], rows.get(2)[2]));
        var older = rows.get(2)[1];

        assertEquals(
                0,
                run("models", "activate", "--coin", "bitcoin", "--model", older, "--reason", "simpler"),
                err::toString);
        assertEquals("bitcoin: model " + older + " serves", out.toString().strip());
        assertEquals(0, run("models", "pin", "--coin", "bitcoin", "--reason", "until the audit"));
        assertEquals(1, service.count("active_model WHERE pinned AND model = " + older));
        assertEquals(0, run("models", "unpin", "--coin", "bitcoin", "--reason", "audited"));
        assertEquals(1, service.count("active_model WHERE NOT pinned AND model = " + older));
        assertEquals(
                4,
                service.count("model_activation WHERE activated_by = 'shell' AND model = " + older),
                "of the training and of these commands");

        assertEquals(0, run("models", "list", "--coin", "bitcoin", "--format", "json"));
        var newest = new ObjectMapper().readTree(out.toString()).at("/models/1/activations/0");
        assertEquals("audited", newest.get("reason").asText());
    }

    @Test
    void anAnalysisIsPrintedAsTheServiceAnswersIt() {
        service.storeWalk("bitcoin", FIRST, 40, PriceSource.IMPORT);

        assertEquals(0, run("analyse", "risk", "--coin", "bitcoin", "--format", "csv"), err::toString);
        var csv = out.toString();
        assertEquals(
                given().accept("text/csv")
                        .get("/analysis/risk?coin=bitcoin")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString(),
                csv);
        assertEquals(0, run("analyse", "risk", "--from", "2026-05-01"));
        assertEquals(2, out.toString().lines().count(), out.toString());
        assertTrue(out.toString().startsWith("coin     month       risk"), out.toString());
        assertEquals(0, run("analyse", "gaps", "--format", "jsonl"));
        assertEquals("", out.toString());
    }

    @Test
    void aDateThatIsNotOneIsExplained() {
        assertEquals(2, run("crawl", "--coin", "bitcoin", "--from", "01.05.2026"));

        assertEquals(
                "Invalid value for option '--from': '01.05.2026' is not a date. Use YYYY-MM-DD, such as 2026-05-01.",
                err.toString().lines().findFirst().orElseThrow());
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Shell.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
