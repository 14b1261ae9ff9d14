package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.PackagedService;
import dev.ecoin.testing.Postgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the packaged service, as run by Jobs and in a shell. */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CommandsIT {

    /** A locale with other digits, which must not appear in output; for the jar only, not for the native executable. */
    private static final Map<String, String> ARABIC = language("-Duser.language=ar -Duser.country=EG");

    private static final Map<String, String> PERSIAN = language("-Duser.language=fa -Duser.country=IR");
    private static final Map<String, String> HINDI =
            language("-Duser.language=hi -Duser.country=IN -Duser.extensions=u-nu-deva");

    @TempDir
    Path directory;

    @Test
    void theVerbsOnTheDatabaseDoTheirWorkAndSaySo() throws Exception {
        try (var postgres = Postgres.builder().start();
                var coinGecko = new CoinGeckoStandIn(Clock.systemUTC(), "bitcoin", "ethereum")) {
            var environment = Map.of(
                    "QUARKUS_DATASOURCE_REACTIVE_URL", "postgresql://localhost:" + postgres.getPort() + "/postgres",
                    "QUARKUS_DATASOURCE_USERNAME", "postgres",
                    "QUARKUS_DATASOURCE_PASSWORD", "",
                    "ECOIN_COINGECKO_URL", coinGecko.url(),
                    "ECOIN_COINGECKO_CALLS_PER_MINUTE", "600");
            var imported = directory.resolve("a-day.csv");
            Files.writeString(
                    imported,
                    "coin,date,price\nbitcoin,"
                            + LocalDate.now(Clock.systemUTC()).minusDays(2) + ",50000\n");
            var exported = directory.resolve("prices.csv");

            run(in(ARABIC, environment), 0, "import", imported.toString());
            assertSays("0 unavailable, 1 calls", run(in(PERSIAN, environment), 0, "crawl", "--coin", "bitcoin"));
            assertMatches("bitcoin: model [0-9]+ was .*", run(in(HINDI, environment), 0, "train", "--coin", "bitcoin"));
            assertMatches(
                    "bitcoin: model [0-9]+: .*", run(in(ARABIC, environment), 0, "backtest", "--coin", "bitcoin"));
            assertSays(
                    "364 rows",
                    run(
                            in(ARABIC, environment),
                            0,
                            "export",
                            "prices",
                            "--coin",
                            "bitcoin",
                            "--out",
                            exported.toString()));
            assertEquals(1 + 364, Files.readAllLines(exported).size());
            var inPosixLocale = new HashMap<>(environment);
            inPosixLocale.put("LC_ALL", "C");
            var odd = directory.toRealPath() + "/größe-币.csv";
            run(inPosixLocale, 0, "export", "prices", "--coin", "bitcoin", "--out", odd);
            assertSays("0 days added or changed", run(inPosixLocale, 0, "import", odd));
            assertEquals(Files.readString(exported), Files.readString(Path.of(odd)));
            assertSays("There is no coin 'größe' here.", run(inPosixLocale, 2, "train", "--coin", "größe"));
            assertSays("There is no coin 'dogecoin' here.", run(environment, 2, "train", "--coin", "dogecoin"));
        }
    }

    @Test
    void theVerbsThatNeedNoDatabaseAskForNone() throws Exception {
        var series = directory.resolve("series.json");
        Files.writeString(
                series, "{\"id\":\"größe 币\",\"values\":[1,2,4,3,5,4,6,5,7,6,8,7],\"order\":[0,1,1],\"horizon\":3}\n");
        var password = directory.resolve("password");
        Files.writeString(password, "a password of some length\n");

        assertSays("\"id\":\"größe 币\"", run(Map.of("LC_ALL", "C"), series, 0, "fit"));
        assertSays("\"forecast\":[", run(PERSIAN, series, 0, "fit"));
        assertSays("$2", run(password, 0, "password"));
        assertSays("ecoin-forecaster", run(Map.of(), 0, "--version"));
        for (var verb : List.of(
                "crawl",
                "import",
                "train",
                "backtest",
                "forecast",
                "portfolio",
                "scenarios",
                "export",
                "analyse",
                "coins",
                "models",
                "connection",
                "fit",
                "password")) {
            var help = run(Map.of(), 0, verb, "--help");
            assertSays("Usage: ecoin-forecaster " + verb, help);
            assertTrue(help.stream().noneMatch(line -> line.contains("picocli")), () -> String.join("\n", help));
        }
        assertSays("Unmatched argument", run(Map.of(), 2, "predict"));
        assertSays("Usage: ecoin-forecaster train", run(Map.of(), 0, "help", "train"));
        assertSays("complete -F", run(Map.of(), 0, "generate-completion"));
    }

    @Test
    void aWrongCommandLineAndAReadingCommandCreateNoDatabase() throws Exception {
        var database = directory.resolve("database");
        var environment = Map.of("ECOIN_DATABASE_DIRECTORY", database.toString());

        assertSays("--to is 2026-05-01", run(environment, 2, "crawl", "--coin", "bitcoin", "--to", "2026-05-01"));
        assertSays("There is no database in " + database, run(environment, 1, "export", "prices"));
        assertTrue(Files.notExists(database));
    }

    @Test
    void whoReadsTheHeadOfAnOutputIsToldNothingMore() throws Exception {
        var series = directory.resolve("series.json");
        var line = "{\"id\":1,\"values\":[1,2,4,3,5,4,6,5,7,6,8,7],\"order\":[0,1,1],\"horizon\":3}\n";
        Files.writeString(series, line.repeat(2_000));

        var said = ended(
                PackagedService.startByShell(
                        "{ \"$@\" < '" + series + "'; echo \"status $?\" >&2; } | head -n 1", Map.of(), "fit"),
                0);

        assertEquals(2, said.size(), () -> String.join("\n", said));
        assertSays("status 141", said);
    }

    private static Map<String, String> language(String options) {
        return Map.of("JAVA_TOOL_OPTIONS", options);
    }

    private static Map<String, String> in(Map<String, String> language, Map<String, String> environment) {
        var both = new HashMap<>(environment);
        both.putAll(language);
        return both;
    }

    private static List<String> run(Map<String, String> environment, int status, String... command) throws Exception {
        return ended(PackagedService.start(environment, command), status);
    }

    private static List<String> run(Path input, int status, String... command) throws Exception {
        return run(Map.of(), input, status, command);
    }

    private static List<String> run(Map<String, String> environment, Path input, int status, String... command)
            throws Exception {
        return ended(PackagedService.reading(input, environment, command), status);
    }

    private static List<String> ended(PackagedService process, int status) throws IOException, InterruptedException {
        try (process) {
            var said = process.logUntilEnd();
            assertEquals(status, process.exitStatus(), () -> String.join("\n", said));
            assertTrue(
                    said.stream().flatMapToInt(String::chars).noneMatch(c -> c > 127 && Character.isDigit(c)),
                    () -> String.join("\n", said));
            return said;
        }
    }

    private static void assertMatches(String pattern, List<String> said) {
        assertTrue(said.stream().anyMatch(line -> line.matches(pattern)), () -> String.join("\n", said));
    }

    private static void assertSays(String text, List<String> said) {
        assertTrue(said.stream().anyMatch(line -> line.contains(text)), () -> String.join("\n", said));
    }
}
