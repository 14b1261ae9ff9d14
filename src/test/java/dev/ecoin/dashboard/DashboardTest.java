package dev.ecoin.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static io.restassured.config.JsonConfig.jsonConfig;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Chromium;
import dev.ecoin.testing.CoinGeckoStandIn;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class DashboardTest extends InChromium {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);
    private static final LocalDate TODAY = LocalDate.ofInstant(SettableClock.START, ZoneOffset.UTC);
    private static final int DAYS = 400;

    /** In milliseconds. */
    private static final int CRAWL_PATIENCE = 300_000;

    /** Fingerprint of the prepared tables; most tests only read, so the next one can reuse them. */
    private static String prepared;

    @Inject
    Service service;

    @Inject
    Trainer trainer;

    @TestHTTPResource
    String address;

    CoinGeckoStandIn coinGecko;

    private Page page;

    @BeforeEach
    void open() {
        if (!service.fingerprint().equals(prepared)) {
            service.reset("bitcoin", "ethereum", "solana");
            service.storeWalk("bitcoin", LAST, DAYS, PriceSource.SAMPLE);
            service.storeWalk("ethereum", LAST, DAYS, PriceSource.SAMPLE);
            trainer.train(List.of("bitcoin", "ethereum"));
            prepared = service.fingerprint();
        }
        page = chromium.open(address, 1280, 900, ColorScheme.LIGHT);
    }

    @AfterEach
    void nothingWasRefusedByTheBrowser() {
        page.context().close();
        assertEquals(List.of(), chromium.complaints());
    }

    @Test
    void theFirstPageShowsACoinsForecastWithTheNumbersOfTheApi() {
        page.navigate("/");

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Bitcoin")))
                .isVisible();
        assertThat(chart("forecast").locator("canvas")).isVisible();
        assertForecastTableIsTheApis("bitcoin", 30, "80,95");
    }

    @Test
    void thePagesFilesAreAskedForAnewAndTheLibrarysAreKept() {
        for (var path : List.of("/", "/index.html", "/app/main.js", "/app/style.css")) {
            given().get(path).then().statusCode(200).header("Cache-Control", "no-cache");
        }
        given().get("/webjars/uplot/1.6.30/dist/uPlot.esm.js")
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=31536000, immutable");
    }

    @Test
    void aLongerHorizonMovesTheFanAndTheNumbers() {
        page.navigate("/?coin=bitcoin&range=1m");
        var before = drawing();

        button("90 days").click();

        assertThat(page).hasURL(Pattern.compile("horizon=90"));
        page.waitForCondition(() -> !drawing().equals(before));
        assertForecastTableIsTheApis("bitcoin", 90, "80,95");

        page.getByLabel("Horizon in days from today").fill("12");
        page.getByLabel("Horizon in days from today").press("Enter");
        assertThat(page).hasURL(Pattern.compile("horizon=12"));
        assertForecastTableIsTheApis("bitcoin", 12, "80,95");
    }

    @Test
    void levelsAddAndRemoveBandsOfTheFan() {
        page.navigate("/?coin=bitcoin&horizon=7");
        assertForecastTableIsTheApis("bitcoin", 7, "80,95");
        var before = drawing();

        page.getByLabel("50%").check();
        page.waitForCondition(() -> !drawing().equals(before));
        assertForecastTableIsTheApis("bitcoin", 7, "50,80,95");
        page.getByLabel("95%").uncheck();
        page.getByLabel("80%").uncheck();

        assertThat(page).hasURL(Pattern.compile("level=50(&|$)"));
        assertForecastTableIsTheApis("bitcoin", 7, "50");
    }

    @Test
    void aCoinIsFoundAmongManyByTheKeyboardAlone() {
        service.query("INSERT INTO coin (id, symbol, name) SELECT 'coin-' || n, 'c' || n, 'Coin Number ' || n"
                + " FROM generate_series(1000, 20999) AS n");
        page.navigate("/?coin=bitcoin");
        var field = page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Coin"));
        var options = page.getByRole(AriaRole.OPTION);
        assertThat(field).hasValue("Bitcoin");

        field.focus();
        page.keyboard().type("ETHER");
        assertThat(options).hasCount(1);
        assertThat(field).hasAttribute("aria-expanded", "true");
        page.keyboard().press("ArrowDown");
        assertThat(options.first()).hasAttribute("aria-selected", "true");
        assertEquals(options.first().getAttribute("id"), field.getAttribute("aria-activedescendant"));
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile("coin=ethereum"));
        assertThat(field).hasAttribute("aria-expanded", "false");
        assertThat(field).hasValue("Ethereum");
        assertForecastTableIsTheApis("ethereum", 30, "80,95");

        field.focus();
        page.keyboard().type("coin number");
        assertThat(page.getByText("The first 50. Type more to narrow the list."))
                .isVisible();
        assertThat(options).hasCount(50);
        page.keyboard().press("ArrowUp");
        assertThat(options.last()).hasAttribute("aria-selected", "true");
        page.keyboard().press("ArrowDown");
        assertThat(options.first()).hasAttribute("aria-selected", "true");
        page.keyboard().press("Escape");
        assertThat(options).hasCount(0);
        assertThat(field).hasValue("Ethereum");

        page.keyboard().type("no such coin");
        assertThat(page.getByText("No coin matches.")).isVisible();
    }

    @Test
    void backAndForwardGoThroughWhatWasSeen() {
        page.navigate("/?coin=bitcoin");
        assertForecastTableIsTheApis("bitcoin", 30, "80,95");
        button("7 days").click();
        assertThat(page).hasURL(Pattern.compile("horizon=7"));
        link("Models").click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Models")))
                .isFocused();

        page.goBack();
        assertThat(page.getByLabel("Horizon in days from today")).hasValue("7");
        page.goBack();
        assertThat(page.getByLabel("Horizon in days from today")).hasValue("30");
        assertForecastTableIsTheApis("bitcoin", 30, "80,95");
        page.goForward();
        page.goForward();
        assertThat(link("Models")).hasAttribute("aria-current", "page");
    }

    @Test
    void aDragZoomsAndTheAddressSharesTheView() {
        page.navigate("/?coin=bitcoin");
        var plot = chart("forecast").locator(".u-over").boundingBox();

        page.mouse().move(plot.x + plot.width * 0.4, plot.y + plot.height / 2);
        page.mouse().down();
        page.mouse().move(plot.x + plot.width * 0.6, plot.y + plot.height / 2);
        page.mouse().up();

        assertThat(page).hasURL(Pattern.compile("from=2026-\\d\\d-\\d\\d&to=2026-\\d\\d-\\d\\d"));
        var zoomed = drawing();
        var shared = chromium.open(address, 1280, 900, ColorScheme.LIGHT);
        shared.navigate(page.url());
        assertThat(chart(shared, "forecast").locator(".plot"))
                .hasAttribute("aria-label", chart("forecast").locator(".plot").getAttribute("aria-label"));
        shared.context().close();

        button("Reset zoom").click();
        page.waitForCondition(() -> !drawing().equals(zoomed));
        assertThat(page).not().hasURL(Pattern.compile("from="));
    }

    @Test
    void theChartIsReadByTheKeyboard() {
        page.navigate("/?coin=bitcoin");
        var plot = chart("forecast").locator(".plot");
        var reading = chart("forecast").locator(".reading");
        plot.focus();

        page.keyboard().press("End");

        var last = last("bitcoin", 30, "80,95");
        assertThat(reading).containsText("Wed Dec 23, 2026");
        assertThat(reading).containsText(price(last.get("price")));
        assertThat(reading).containsText("$" + price(last.get("lower_95")) + " to $" + price(last.get("upper_95")));
        assertThat(page.locator("#announcements")).containsText("Wed Dec 23, 2026");
        page.keyboard().press("ArrowLeft");
        assertThat(reading).containsText("Tue Dec 22, 2026");

        var light = drawing();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        page.waitForCondition(() -> !drawing().equals(light));
        assertThat(reading).containsText("Tue Dec 22, 2026");
    }

    @Test
    void csvFilesAreThoseOfTheApi() throws IOException {
        page.navigate("/?coin=bitcoin&horizon=5&level=90");
        assertForecastTableIsTheApis("bitcoin", 5, "90");

        assertEquals(
                csv("/coins/bitcoin/forecast?to=" + TODAY.plusDays(5) + "&level=90"),
                downloaded("Forecast CSV", "bitcoin-forecast.csv"));
        assertEquals(csv("/coins/bitcoin/prices"), downloaded("Prices CSV", "bitcoin-prices.csv"));
    }

    @Test
    void theChanceOfAPriceIsTheApis() {
        page.navigate("/?coin=bitcoin&horizon=14");
        var chance = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("How likely is a price?"));
        var limit = new BigDecimal(last("bitcoin", 14, "95").get("upper_95").toString());

        chance.getByLabel("Price in USD").fill(limit.toPlainString());
        chance.getByLabel("Price in USD").press("Enter");

        assertThat(chance).containsText("with a probability of 2.5%, below with 97.5%");
        var touch = given().queryParam("above", limit.toPlainString())
                .queryParam("by", last("bitcoin", 14, "95").get("day"))
                .get("/coins/bitcoin/touch")
                .jsonPath()
                .getDouble("probability");
        assertThat(chance).containsText("or above with a probability of " + percent(100 * touch));
        assertThat(page).hasURL(Pattern.compile("above=" + limit.toPlainString()));
        page.goBack();
        assertThat(chance).not().containsText("2.5%");
    }

    @Test
    void coinsAreComparedAndACoinWithoutPricesDoesNotSpoilTheOthers() {
        page.navigate("/?coin=bitcoin&view=compare");
        var field = page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Add a coin to compare"));

        for (var coin : List.of("ethereum", "solana")) {
            field.fill(coin);
            page.getByRole(AriaRole.OPTION).first().click();
            assertThat(page).hasURL(Pattern.compile("compare=.*" + coin));
        }

        assertThat(chart("compare").locator("canvas")).isVisible();
        assertThat(page.getByText("solana: there are no prices yet.")).isVisible();
        var outlook = page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Forecasts for Dec 23, 2026"));
        for (var coin : List.of("bitcoin", "ethereum")) {
            assertThat(outlook.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText(coin)))
                    .containsText(price(last(coin, 30, "80").get("price")));
        }
        button("Remove solana").click();
        assertThat(page.getByText("solana: there are no prices yet.")).not().isVisible();
    }

    @Test
    void aPortfolioIsInTheAddressAndItsNumbersAreTheApis() {
        page.navigate("/?coin=bitcoin&view=portfolio&holdings=bitcoin:0.5,ethereum:4");
        var answer = given().get("/portfolio?holdings=bitcoin:0.5,ethereum:4&horizon=31")
                .jsonPath();

        assertThat(chart("portfolio").locator("canvas")).isVisible();
        assertThat(page.locator("p.words")).containsText("The holdings are worth $" + cents(answer.get("value")));
        var table = page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Losses by level"));
        assertThat(table.getByRole(AriaRole.ROW)
                        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^All"))))
                .containsText(cents(answer.get("risk[1].expected_shortfall")));

        page.getByLabel("bitcoin", new Page.GetByLabelOptions().setExact(true)).fill("1.25");
        page.keyboard().press("Enter");
        assertThat(page).hasURL(Pattern.compile("holdings=bitcoin:1.25,ethereum:4"));
        assertThat(page.locator("p.words"))
                .containsText(cents(given().get("/portfolio?holdings=bitcoin:1.25,ethereum:4&horizon=31")
                        .jsonPath()
                        .get("value")));
        button("Remove ethereum").click();
        assertThat(page).hasURL(Pattern.compile("holdings=bitcoin:1.25$"));
        var download = page.waitForDownload(() -> button("Scenarios CSV").click());
        assertEquals("scenarios.csv", download.suggestedFilename());
    }

    private static String cents(Object value) {
        return new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.US))
                .format(new BigDecimal(value.toString()));
    }

    private static String percent(double value) {
        return new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value) + "%";
    }

    @Test
    void theBacktestIsShownOverWhatReallyHappened() {
        page.navigate("/?coin=bitcoin&view=backtest");

        assertThat(chart("backtest").locator("canvas")).isVisible();
        assertThat(chart("error-by-horizon").locator("canvas")).isVisible();
        page.getByText("Past forecasts as a table").click();
        var newest = page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Past forecasts in USD"))
                .getByRole(AriaRole.ROW)
                .nth(1);
        assertThat(newest).containsText("Nov 22, 2026");
        assertThat(newest)
                .containsText(price(given().get("/coins/bitcoin/prices?from=" + LAST)
                        .jsonPath()
                        .getObject("prices[0].price", BigDecimal.class)));
    }

    @Test
    void findingsAreListedAndMarked() {
        service.query("DELETE FROM daily_price WHERE coin = 'bitcoin' AND day BETWEEN '2026-06-01' AND '2026-06-05'");
        service.query("UPDATE daily_price SET price = price * 3 WHERE coin = 'bitcoin' AND day = '2026-09-09'");

        page.navigate("/?coin=bitcoin&view=data");

        assertThat(page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Days without a price")))
                .containsText("Jun 1, 2026");
        assertThat(page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Jumps, the newest first")))
                .containsText("Sep 9, 2026");
        assertThat(page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Anomalies, the newest first")))
                .containsText("Sep 9, 2026");
        var marked = drawing("quality");
        service.query("UPDATE daily_price SET price = price / 3 WHERE coin = 'bitcoin' AND day = '2026-09-09'");
        page.reload();
        assertThat(chart("quality").locator("canvas")).isVisible();
        assertNotEquals(marked, drawing("quality"));
    }

    @Test
    void thePriceIsTakenApart() {
        page.navigate("/?coin=bitcoin&view=explain");

        for (var name : List.of("level", "weekly", "remainder")) {
            assertThat(chart(name).locator("canvas")).isVisible();
        }
        page.getByText("Decomposition as a table").click();
        assertThat(page.getByRole(
                                AriaRole.TABLE,
                                new Page.GetByRoleOptions().setName("Decomposition, the newest day first"))
                        .getByRole(AriaRole.ROW))
                .hasCount(1 + 366 + 31);
    }

    @Test
    void ofALongHistoryTenYearsAreTakenApartAtATime() {
        service.storeWalk("solana", LAST, 3_700, PriceSource.SAMPLE);
        trainer.train(List.of("solana"));

        page.navigate("/?coin=solana&view=explain&range=all");
        assertThat(page.getByText("Decomposition as a table (3,691 days)")).isVisible();
        assertThat(page.getByText("3,660 days are decomposed at a time")).isVisible();
        page.navigate("/?coin=solana&view=explain&from=2010-01-01&to=2018-01-01");
        assertThat(page.getByText("Decomposition as a table (3,660 days)")).isVisible();
        page.navigate("/?coin=solana&view=explain&from=2026-12-01&to=2026-12-10");
        assertThat(page.getByText("Decomposition as a table (32 days)")).isVisible();
        assertThat(chart("level").locator("canvas")).isVisible();
    }

    @Test
    void anAnalysisIsChosenReadAndSaved() throws IOException {
        page.navigate("/?coin=bitcoin&view=analyses");
        assertThat(page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Monthly average")))
                .isVisible();

        page.getByLabel("Analysis", new Page.GetByLabelOptions().setExact(true)).selectOption("features");

        var table = page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Features"));
        assertThat(table.getByRole(AriaRole.ROW)).hasCount(1 + 100);
        assertThat(table.getByRole(AriaRole.ROW).nth(1)).containsText("Nov 22, 2026");
        assertThat(page.getByText("The newest 100 of")).isVisible();
        assertTrue(page.url().endsWith("analysis=features"), page.url());
        assertEquals(csv("/analysis/features?coin=bitcoin&limit=10000"), downloaded("CSV", "bitcoin-features.csv"));
        page.navigate("/?coin=solana&view=analyses&analysis=risk");
        assertThat(page.getByText("No results")).isVisible();
    }

    @Test
    void aCrawlShowsItsProgressAsItGoes() {
        page.navigate("/?coin=bitcoin&view=runs");
        assertThat(page.getByText("No crawl yet")).isVisible();

        var crawl = crawlWhatIsMissing();

        assertThat(crawl).containsText("succeeded", new ContainsTextOptions().setTimeout(CRAWL_PATIENCE));
        assertThat(crawl).containsText("364 of 364");
        assertThat(page.locator(".note.good")).containsText("succeeded");
    }

    @Test
    void manyUnfinishedCrawlsLeaveTheViewConnectionsToAskWith() {
        for (int day = 1; day <= 8; day++) {
            service.addRun(
                    "crawl",
                    null,
                    "paused",
                    "{\"mode\": \"range\", \"coins\": [\"bitcoin\"], \"from\": \"2026-01-0" + day + "\"}",
                    "test",
                    null);
        }
        service.query("UPDATE run SET due_at = due_at + interval '1 day'");
        page.navigate("/?coin=bitcoin&view=runs");
        assertThat(button("Cancel crawl")).hasCount(8);

        link("Forecast").click();

        assertForecastTableIsTheApis("bitcoin", 30, "80,95");
        link("Runs").click();
        button("Cancel crawl").first().click();
        Operator.signIn(page);
        assertThat(button("Cancel crawl")).hasCount(7);
    }

    @Test
    void withCoinGeckoAwayTheCrawlSaysWhyAndForecastsGoOn() {
        for (int call = 0; call < 40; call++) {
            coinGecko.fail(503, Map.of(), "<html>down</html>");
        }
        page.navigate("/?coin=bitcoin&view=runs");

        var crawl = crawlWhatIsMissing();

        assertThat(crawl).containsText("failed", new ContainsTextOptions().setTimeout(CRAWL_PATIENCE));
        assertThat(crawl).containsText("503");
        assertThat(page.locator(".note.bad")).containsText("failed: CoinGecko");
        assertThat(page.locator(".note.good")).hasCount(0);
        link("Forecast").click();
        assertForecastTableIsTheApis("bitcoin", 30, "80,95");
    }

    @Test
    void theOperatorAndNobodyElsePutsAnOlderModelBackWithAReason() {
        trainer.train(List.of("bitcoin"));
        var models = given().get("/coins/bitcoin/models").jsonPath();
        int older = models.getInt("models[1].id");
        assertEquals("active", models.getString("models[0].state"));
        page.navigate("/?coin=bitcoin&view=models");

        button("Activate model " + older).click();
        page.getByLabel("Reason (kept in the history)").fill("the new one drifts");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName("Activate").setExact(true))
                .click();
        Operator.signIn(page, "a guess");
        assertThat(Operator.form(page)).containsText("The credentials are wrong.");
        assertEquals("active", given().get("/coins/bitcoin/models").path("models[0].state"));
        Operator.signIn(page);

        assertThat(page.locator("tr.current")).containsText("no. " + older);
        assertThat(page.locator("tr.current")).containsText("the new one drifts");
        var now = given().get("/coins/bitcoin/models").jsonPath();
        assertEquals(older, now.getInt("models.find { it.state == 'active' }.id"));
        assertEquals("operator", now.getString("models.find { it.id == " + older + " }.activations[0].by"));
        button("Sign out").click();
        assertThat(button("Sign in")).isVisible();
        page.reload();
        assertThat(button("Sign in")).isVisible();
    }

    @Test
    void aReloadKeepsTheOperatorSignedInAndNothingKeepsThePassword() {
        page.navigate("/?coin=bitcoin&view=models");
        button("Sign in").click();
        Operator.signIn(page);

        page.reload();

        assertThat(page.getByText("Signed in as operator")).isVisible();
        button("Pin model").click();
        page.getByLabel("Reason (kept in the history)").fill("proven");
        button("Save").click();
        assertThat(page.locator("tr.current")).containsText("pinned");
        assertEquals(
                "",
                page.evaluate("document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
                        .toString()
                        .replace("{}", ""));
        // The session ended elsewhere, so the page asks again.
        service.query("TRUNCATE operator_session");
        button("Train now").click();
        assertThat(Operator.form(page)).isVisible();
    }

    @Test
    void aCoinIsPausedResumedAndRemoved() {
        service.storeWalk("solana", LAST, DAYS, PriceSource.SAMPLE);
        page.navigate("/?coin=solana&view=runs");

        button("Pause solana").click();
        Operator.signIn(page);
        assertThat(page.getByText("This coin is paused")).isVisible();
        button("Resume solana").click();
        assertThat(button("Pause solana")).isVisible();
        assertEquals("active", given().get("/coins/solana").path("state"));
        button("Remove solana").click();
        button("Remove for good").click();

        assertThat(page).not().hasURL(Pattern.compile("coin=solana"));
        given().get("/coins/solana").then().statusCode(404);
    }

    @Test
    void aCoinThatTheSearchDoesNotFindIsAdded() {
        page.navigate("/?coin=bitcoin");
        var field = page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Coin"));

        service.query("DELETE FROM coin WHERE id = 'solana'");

        field.focus();
        page.keyboard().type("dogecoin");
        assertThat(page.getByRole(AriaRole.OPTION)).hasText("Add dogecoinby its id on CoinGecko");
        page.keyboard().press("Enter");
        button("Add coin").click();
        Operator.signIn(page);
        assertThat(page.getByRole(AriaRole.DIALOG)).containsText("CoinGecko has no coin with the id 'dogecoin'");
        page.keyboard().press("Escape");
        field.focus();
        page.keyboard().type("solana");
        assertThat(page.getByRole(AriaRole.OPTION)).containsText("Add solana");
        page.keyboard().press("Enter");
        button("Add coin").click();

        assertThat(page).hasURL(Pattern.compile("coin=solana"));
        given().get("/coins/solana").then().statusCode(200);
    }

    @Test
    void aModelIsTrainedWithAnOrderAndAWrongOneIsExplained() {
        page.navigate("/?coin=bitcoin&view=models");

        button("Train with an order").click();
        var form = page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Train bitcoin with an order"));
        form.getByLabel("Order").fill("(9,9)");
        form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Train"))
                .click();
        Operator.signIn(page);
        assertThat(form).containsText("(9,9)");
        form.getByLabel("Order").fill("(0,1,1)");
        form.getByLabel("Activate").uncheck();
        form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Train"))
                .click();

        assertThat(page.locator("main")).containsText("The training is done");
        assertThat(page.locator("tbody tr").filter(new Locator.FilterOptions().setHasText("(0,1,1)")))
                .containsText("candidate");
    }

    @ParameterizedTest
    @CsvSource({"PNG, 0x89504e47", "SVG, 0x3c737667"})
    void aChartIsSavedAsAPicture(String kind, String magic) throws IOException {
        page.navigate("/?coin=bitcoin");
        var download = page.waitForDownload(() -> chart("forecast")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(kind))
                .click());

        assertEquals("bitcoin-forecast." + kind.toLowerCase(Locale.ROOT), download.suggestedFilename());
        assertEquals(
                Long.decode(magic),
                ByteBuffer.wrap(Files.readAllBytes(download.path())).getInt() & 0xffffffffL);
    }

    @Test
    void theVolumeIsShownBelowThePricesWhereItIsKnown() {
        var volume = page.getByRole(AriaRole.CHECKBOX, new Page.GetByRoleOptions().setName("Volume"));
        page.navigate("/?coin=bitcoin");
        assertThat(chart("forecast").locator("canvas")).isVisible();
        assertThat(volume).isHidden();

        service.query("UPDATE daily_price SET volume = 1e9 WHERE coin = 'bitcoin'");
        page.reload();
        assertThat(chart("volume").locator("canvas")).isVisible();
        volume.uncheck();
        assertThat(chart("volume")).hasCount(0);
        assertThat(page).hasURL(Pattern.compile("volume=off"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"monthly-average", "monthly-range", "risk", "rises-after-falls", "features", "gaps"})
    void everyAnalysisHasAChartAndASentence(String analysis) {
        service.query("DELETE FROM daily_price WHERE coin = 'bitcoin' AND day BETWEEN '2026-06-01' AND '2026-06-05'");
        page.navigate("/?coin=bitcoin&view=analyses&analysis=" + analysis);

        assertThat(chart("analysis-" + analysis).locator("canvas")).isVisible();
        assertThat(page.locator("main .words")).containsText(".");
        assertThat(page.locator("main tbody tr").first()).isVisible();
        assertThat(page.locator("main"))
                .not()
                .containsText(Pattern.compile("\\w_\\w|trigger|NaN|undefined|null|Invalid"));
        assertThat(page.locator("main")).not().containsText(Pattern.compile("\\d{4}-\\d\\d-\\d\\d"));
    }

    @Test
    void aFileOfPricesIsShownBeforeItIsStored() {
        page.navigate("/?coin=solana&view=data");
        var file = "Date,Open,High,Low,Close,Adj Close,Volume\n"
                + "2024-02-28,1,2,1,103.25,103.25,5000\n2024-02-29,null,null,null,null,null,null\n";

        page.getByLabel("Drop a file here, or choose one")
                .setInputFiles(new FilePayload("SOL-USD.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)));
        Operator.signIn(page);

        var panel = page.getByRole(AriaRole.REGION, new Page.GetByRoleOptions().setName("Import prices"));
        assertThat(panel).containsText("Recognised: Yahoo Finance");
        assertThat(panel.getByLabel("Coin, if the file names none")).hasValue("solana");
        assertThat(panel.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("103.25")))
                .containsText("Feb 29, 2024");
        assertThat(panel).containsText("the price is missing");
        assertEquals(0, service.count("daily_price WHERE coin = 'solana'"));

        panel.getByLabel("A price is").selectOption("open");
        assertThat(panel.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("103.25")))
                .containsText("Feb 28, 2024");
        button("Store 1 price").click();

        assertThat(panel).containsText("1 day added or changed");
        assertEquals(1, service.count("daily_price WHERE coin = 'solana' AND day = '2024-02-28' AND price = 103.25"));
    }

    @Test
    void aCoinWithoutPricesAndAnUnknownOneAreExplained() {
        page.navigate("/?coin=solana");
        assertThat(page.getByText("No prices yet")).isVisible();

        page.navigate("/?coin=dogecoin");
        assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("dogecoin");
    }

    @Test
    void oldPricesAreCalledOld() {
        service.query("DELETE FROM daily_price WHERE coin = 'bitcoin' AND day > '2026-11-03'");

        page.navigate("/?coin=bitcoin");

        assertThat(page.getByText("The newest price is 20 days old (Nov 3, 2026)."))
                .isVisible();
    }

    @Test
    void anErrorIsToldInTheServicesWordsAndCanBeTriedAgain() {
        page.route(
                Pattern.compile("/prices"),
                route -> route.fulfill(
                        new Route.FulfillOptions()
                                .setStatus(503)
                                .setContentType("application/problem+json")
                                .setBody(
                                        "{\"status\":503,\"title\":\"Service Unavailable\",\"detail\":\"The database is away.\"}")));
        page.navigate("/?coin=bitcoin");
        var alert = page.locator("main").getByRole(AriaRole.ALERT);
        assertThat(alert).containsText("The database is away.");

        page.unroute(Pattern.compile("/prices"));
        alert.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Try again"))
                .click();

        assertThat(chart("forecast").locator("canvas")).isVisible();
    }

    @Test
    void theForecastReachesBeyondTodayWhereTheCrawlIsLate() throws IOException {
        service.query("DELETE FROM daily_price WHERE coin = 'bitcoin' AND day > '2026-11-03'");
        trainer.train(List.of("bitcoin"));

        page.navigate("/?coin=bitcoin");

        assertForecastTableIsTheApis("bitcoin", 30, "80,95");
        assertThat(page.locator("main")).containsText("The median forecast for Dec 23, 2026 is");
        assertThat(chart("forecast")).containsText("not yet crawled");
        assertEquals(
                List.of("80%", "80%", "95%", "95%", "Today", "last", "median"),
                chartPicture().stream()
                        .filter(text -> text.matches("Today|(last|median|\\d+%) \\$.*"))
                        .map(text -> text.split(" ")[0])
                        .sorted()
                        .toList());
        page.navigate("/?coin=ethereum");
        assertForecastTableIsTheApis("ethereum", 30, "80,95");
        assertThat(chart("forecast")).not().containsText("not yet crawled");
    }

    @Test
    void coinsThatEndOnDifferentDaysAreComparedAsSuch() {
        service.query("DELETE FROM daily_price WHERE coin = 'ethereum' AND day > '2026-08-08'");
        trainer.train(List.of("ethereum"));

        page.navigate("/?coin=bitcoin&view=compare");

        assertThat(page).hasURL(Pattern.compile("compare=ethereum"));
        assertThat(page.locator("main")).containsText("in bitcoin (Nov 22, 2025 to Nov 22, 2026)");
        assertThat(page.locator("main")).containsText("in ethereum (Nov 22, 2025 to Aug 8, 2026)");
        var outlook = page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Forecasts for Dec 23, 2026"));
        assertThat(outlook.getByRole(AriaRole.ROW)).hasCount(3);
        for (var coin : List.of("bitcoin", "ethereum")) {
            assertThat(outlook).containsText(price(last(coin, 30, "80").get("lower_80")));
        }
        button("Remove ethereum").click();
        assertThat(button("Remove ethereum")).hasCount(0);
    }

    @Test
    void findingsAreCountedAsFarAsTheyAreInView() {
        service.query("UPDATE daily_price SET price = price * 3 WHERE coin = 'bitcoin' AND day = '2026-06-09'");

        page.navigate("/?coin=bitcoin&range=1m");
        assertThat(page.getByText("price jump (0 of 2 in view)")).isVisible();
        page.getByLabel("One year").click();
        assertThat(page.getByText("price jump (2)")).isVisible();
        link("Data quality").click();
        var quality = given().get("/coins/bitcoin/quality").jsonPath();
        assertThat(page.locator("main"))
                .containsText("above +"
                        + BigDecimal.valueOf(100 * Math.expm1(quality.getDouble("jump_above")))
                                .setScale(1, RoundingMode.HALF_EVEN)
                        + "% or below −");
    }

    @Test
    void twoForecastsAreNoEvidenceAgainstDrift() {
        page.route(
                Pattern.compile("/bitcoin/accuracy"),
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("""
                                {"coin":"bitcoin","from":"2026-11-21","to":"2026-11-22",
                                 "drift":{"error":{"drifting":false,"days":2},"intervals":{"drifting":false,"days":2}},
                                 "horizons":[{"horizon":1,"overall":{"days":2,"mae":1,"naive_mae":1,"relative_mae":1,"smape":1,"coverage":{}},"months":[]}]}
                                """)));
        page.navigate("/?coin=bitcoin&view=backtest");

        assertThat(page.locator("main"))
                .containsText("Too few forecasts to detect drift: 2 forecasts one day ahead have been scored");
        assertThat(page.getByText("No drift in")).hasCount(0);
    }

    @Test
    void timesAgoGoOn() {
        page.navigate("/?coin=bitcoin&view=backtest");
        var measured = page.locator("time.ago").first();
        assertThat(measured).isVisible();

        measured.evaluate("time => { time.dateTime = '2020-01-01T00:00:00Z'; }");

        assertThat(measured).containsText(Pattern.compile("[\\d,]{5,} days ago"));
    }

    @Test
    void aViewThatIsChosenWhileTheServiceIsAwaySaysSo() {
        page.navigate("/?coin=bitcoin");
        assertThat(chart("forecast").locator("canvas")).isVisible();
        page.context().setOffline(true);

        link("Backtest").click();

        var alert = page.locator("main").getByRole(AriaRole.ALERT).first();
        assertThat(alert).containsText("The service cannot be reached");
        assertThat(chart("forecast")).hasCount(0);
        page.context().setOffline(false);
        alert.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Try again"))
                .click();
        assertThat(chart("backtest").locator("canvas")).isVisible();
    }

    @Test
    void theWheelZoomsAboutThePointerAndScrollsAgainWhereNothingIsZoomed() {
        page.navigate("/?coin=bitcoin");
        var plot = chart("forecast").locator(".u-over").boundingBox();
        page.mouse().move(plot.x + plot.width * 0.7, plot.y + plot.height / 2);

        page.mouse().wheel(0, -200);
        assertThat(page).hasURL(Pattern.compile("from=2026-\\d\\d-\\d\\d&to=2026-\\d\\d-\\d\\d"));
        page.mouse().wheel(0, 250);
        assertThat(page).not().hasURL(Pattern.compile("from="));
        page.mouse().wheel(0, 200);
        page.waitForCondition(() -> (int) page.evaluate("Math.round(scrollY)") > 0);
    }

    @Test
    void twoFingersZoom() {
        var phone = chromium.open(
                address,
                new Browser.NewContextOptions()
                        .setViewportSize(390, 844)
                        .setHasTouch(true)
                        .setIsMobile(true));
        phone.navigate("/?coin=bitcoin");
        var plot = chart(phone, "forecast").locator(".u-over");
        plot.scrollIntoViewIfNeeded();
        var box = plot.boundingBox();
        var fingers = phone.context().newCDPSession(phone);

        for (var apart : List.of(30, 60, 90, 120, 0)) {
            fingers.send("Input.dispatchTouchEvent", touch(apart, box.x + box.width / 2, box.y + box.height / 2));
        }

        assertThat(phone).hasURL(Pattern.compile("from=2026-\\d\\d-\\d\\d&to=2026-\\d\\d-\\d\\d"));
        phone.context().close();
    }

    /** A touch event of two fingers at a distance in pixels: 30 touches down, other distances move, 0 lifts. */
    private static JsonObject touch(int apart, double x, double y) {
        var points = new JsonArray();
        for (int side = -1; side <= 1 && apart > 0; side += 2) {
            var point = new JsonObject();
            point.addProperty("x", x + side * apart / 2.0);
            point.addProperty("y", y);
            point.addProperty("id", side + 1);
            points.add(point);
        }
        var event = new JsonObject();
        event.addProperty("type", apart == 30 ? "touchStart" : apart > 0 ? "touchMove" : "touchEnd");
        event.add("touchPoints", points);
        return event;
    }

    @Test
    void aPhoneShowsTheChosenTabOneRowOfControlsAndWholeRows() {
        service.addRun("crawl", null, "failed", "{\"mode\": \"range\"}", "test", null);
        service.query("UPDATE run SET error = 'CoinGecko answered 503', ended_at = now() WHERE kind = 'crawl'");
        var phone = chromium.open(
                address,
                new Browser.NewContextOptions()
                        .setViewportSize(360, 740)
                        .setHasTouch(true)
                        .setIsMobile(true));
        phone.navigate("/?coin=bitcoin&view=runs");
        awaitContent(phone);

        var reason = phone.getByText("CoinGecko answered 503").boundingBox();
        assertTrue(reason.x >= 0 && reason.x + reason.width <= 360, "reason from " + reason.x);
        var tab = phone.locator("nav [aria-current=page]").boundingBox();
        assertTrue(tab.x >= 0 && tab.x + tab.width <= 360, "tab from " + tab.x);
        phone.navigate("/?coin=bitcoin&table=open");
        awaitContent(phone);
        assertThat(phone.getByText("Scroll the table sideways")).isVisible();
        assertThat(phone.getByLabel("Log scale")).isHidden();
        phone.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Options"))
                .click();
        phone.getByLabel("Log scale").check();
        assertThat(phone).hasURL(Pattern.compile("scale=log"));
        phone.context().close();
    }

    /** In light and dark, for normal vision and the three kinds of colour blindness by Machado et al. (2009). */
    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void eightLinesAreToldApartByColourAndByDashes(ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.navigate("/?coin=bitcoin");
        @SuppressWarnings("unchecked")
        var colours = (List<String>)
                page.evaluate(
                        "[1, 2, 3, 4, 5, 6, 7, 8].map(i => getComputedStyle(document.documentElement).getPropertyValue('--c' + i))");

        assertTrue(Colours.leastDistance(colours) > 0.1, () -> colours + ": " + Colours.leastDistance(colours));
    }

    @Test
    void pricesOfABillionthOfADollarKeepTheirDigits() {
        service.query("UPDATE daily_price SET price = price / 1e12 WHERE coin = 'ethereum'");
        trainer.train(List.of("ethereum"));

        page.navigate("/?coin=ethereum&horizon=3");

        assertForecastTableIsTheApis("ethereum", 3, "80,95");
        var shown = page.locator(".facts .big").textContent();
        assertTrue(shown.matches("\\$0\\.0{6,9}[1-9]\\d{3,6}"), shown);
    }

    @ParameterizedTest
    @MethodSource("views")
    void everyViewFitsAPhone(String view) {
        var phone = chromium.open(
                address,
                new Browser.NewContextOptions()
                        .setViewportSize(360, 740)
                        .setHasTouch(true)
                        .setIsMobile(true));
        phone.navigate("/?coin=bitcoin&compare=ethereum&view=" + view);
        awaitContent(phone);

        assertEquals(360, phone.evaluate("document.documentElement.scrollWidth"), "no scrolling sideways");
        // WCAG 2.2, 2.5.8: 24 by 24 CSS pixels; links within text are exempt.
        assertEquals(List.of(), phone.evaluate("""
                () => [...document.querySelectorAll('button, input, select, summary, nav a, header a, footer a')]
                  .filter((element) => element.checkVisibility() && !element.closest('label'))
                  .map((element) => [element.getBoundingClientRect(), element])
                  .filter(([box]) => box.height < 24 || box.width < 24)
                  .map(([box, element]) => `${element.outerHTML}: ${box.width} by ${box.height}`)
                """));
        phone.context().close();
    }

    static Stream<String> views() {
        return Stream.of(
                "forecast",
                "compare",
                "portfolio",
                "backtest",
                "alerts",
                "models",
                "data",
                "explain",
                "analyses",
                "runs");
    }

    @ParameterizedTest
    @MethodSource("views")
    void axeFindsNothingSerious(String view) {
        // A month shows each kind of table with few rows, each of which axe checks.
        page.navigate("/?coin=bitcoin&compare=ethereum&range=1m&view=" + view);
        awaitContent(page);
        page.locator("summary").all().forEach(Locator::click);
        assertNothingSerious();
    }

    @Test
    void axeFindsNothingSeriousInDialogsListsAndTroubles() {
        page.navigate("/?coin=dogecoin");
        assertThat(page.getByRole(AriaRole.ALERT).first()).isVisible();
        page.getByRole(AriaRole.COMBOBOX).click();
        assertThat(page.getByRole(AriaRole.OPTION).first()).isVisible();
        page.keyboard().press("ArrowDown");
        assertNothingSerious();

        button("Sign in").click();
        assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
        assertNothingSerious();
    }

    /** The dark theme changes colours alone, so only they are checked in it. */
    private void assertNothingSerious() {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        assertEquals(List.of(), Chromium.violations(page));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertEquals(List.of(), Chromium.violationsOfColours(page));
    }

    /** Requests a crawl as operator; returns its row in the list. */
    private Locator crawlWhatIsMissing() {
        button("Crawl missing days").click();
        Operator.signIn(page);
        return page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Crawls, the newest first"))
                .getByRole(AriaRole.ROW)
                .nth(1);
    }

    /** The table next to the chart has every digit of the API, row by row. */
    private void assertForecastTableIsTheApis(String coin, int horizon, String levels) {
        var expectedDays = forecast(coin, horizon, levels);
        var summary = page.getByText("Forecast as a table (" + expectedDays.size() + " days)");
        assertThat(summary).isVisible();
        var table =
                page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Forecast of " + coin + " in USD"));
        if (!table.isVisible()) {
            summary.click();
        }
        var rows = table.locator("tbody tr");
        assertThat(rows).hasCount(expectedDays.size());
        assertThat(table.locator("thead th")).hasCount(2 + 2 * levels.split(",").length);
        var expected = expectedDays.stream()
                .map(day -> Stream.concat(
                                Stream.of(day.get("price")),
                                Stream.of(levels.split(","))
                                        .flatMap(level ->
                                                Stream.of(day.get("lower_" + level), day.get("upper_" + level))))
                        .map(value -> new BigDecimal(value.toString()).stripTrailingZeros())
                        .toList())
                .toList();
        @SuppressWarnings("unchecked")
        var texts = (List<List<String>>) rows.evaluateAll(
                "rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent))");
        var shown = texts.stream()
                .map(row -> row.stream()
                        .map(text -> new BigDecimal(text.replace(",", "")).stripTrailingZeros())
                        .toList())
                .toList();
        assertEquals(expected, shown);
    }

    /** The forecast of the last day, {@code horizon} days after today. */
    private static Map<String, Object> last(String coin, int horizon, String levels) {
        var days = forecast(coin, horizon, levels);
        return days.get(days.size() - 1);
    }

    private static List<Map<String, Object>> forecast(String coin, int horizon, String levels) {
        return given().config(
                        RestAssured.config().jsonConfig(jsonConfig().numberReturnType(NumberReturnType.BIG_DECIMAL)))
                .queryParam("to", TODAY.plusDays(horizon).toString())
                .queryParam("level", levels)
                .get("/coins/{coin}/forecast", coin)
                .then()
                .statusCode(200)
                .extract()
                .path("days");
    }

    /** A price of at least one dollar as formatted by the page. */
    private static String price(Object value) {
        var number = new BigDecimal(value.toString());
        return new DecimalFormat("#,##0.00###", DecimalFormatSymbols.getInstance(Locale.US))
                .format(number.round(new MathContext(Math.max(6, number.precision() - number.scale() + 2))));
    }

    private static String csv(String address) {
        return given().accept("text/csv")
                .get(address)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    private String downloaded(String title, String name) throws IOException {
        var download =
                page.waitForDownload(() -> page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(title))
                        .click());
        assertEquals(name, download.suggestedFilename());
        return Files.readString(download.path());
    }

    private Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private Locator chart(String name) {
        return chart(page, name);
    }

    private static Locator chart(Page page, String name) {
        return page.locator("[data-chart='" + name + "']");
    }

    /** The texts in the exported picture of the forecast chart. */
    private List<String> chartPicture() throws IOException {
        var svg = Files.readString(page.waitForDownload(() -> chart("forecast")
                        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("SVG"))
                        .click())
                .path());
        return Pattern.compile("<text[^>]*>([^<]*)</text>")
                .matcher(svg)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private String drawing() {
        return drawing("forecast");
    }

    private String drawing(String name) {
        return chart(name)
                .locator("canvas")
                .evaluate("canvas => canvas.toDataURL()")
                .toString();
    }

    private static void awaitContent(Page page) {
        assertThat(page.locator("main h2").first()).isVisible();
        assertThat(page.locator("[aria-busy=true]")).hasCount(0);
        assertThat(page.locator(".skeleton")).hasCount(0);
    }
}
