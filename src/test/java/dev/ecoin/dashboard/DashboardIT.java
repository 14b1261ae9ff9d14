package dev.ecoin.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.PackagedService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar as seen by a new user: real sample prices, CoinGecko unreachable. Takes the README's screenshots
 * with {@code ECOIN_TEST_SCREENSHOTS=docs/images ./mvnw verify -Dit.test=DashboardIT -Dtest=none
 * -Dsurefire.failIfNoSpecifiedTests=false}. For visual review, it also writes every view in light, in dark and on a
 * phone to {@code target/screenshots}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DashboardIT extends InChromium {

    private static final String NOBODY_LISTENS = "http://localhost:1/api/v3";
    private static final Optional<Path> SCREENSHOTS =
            Optional.ofNullable(System.getenv("ECOIN_TEST_SCREENSHOTS")).map(Path::of);

    private static final List<String> VIEWS = List.of(
            "forecast", "compare", "portfolio", "backtest", "alerts", "models", "data", "explain", "analyses", "runs");

    @TempDir
    Path directory;

    @Test
    void everyViewShowsTheSampleWhileCoinGeckoIsAway() throws IOException {
        try (var service = start()) {
            var address = service.address();
            service.logUntil("Ready. Forecasts of bitcoin, ethereum.");

            var page = chromium.open(address, 1280, 900, ColorScheme.LIGHT);
            page.navigate("/");
            assertThat(page.locator("[data-chart=forecast] canvas")).isVisible();
            assertThat(page.locator("main")).containsText("The model's last observation, on Aug 8, 2026");
            shoot(page, "forecast");
            for (var view : List.of("compare", "backtest", "data", "explain")) {
                page.navigate("/?coin=bitcoin&compare=ethereum&range=" + (view.equals("data") ? "all" : "1y") + "&view="
                        + view);
                assertThat(page.locator("main canvas").first()).isVisible();
                shoot(page, view);
            }

            page.navigate("/?coin=bitcoin&view=runs");
            assertThat(page.getByText("CoinGecko cannot be reached").first()).isVisible();
            shoot(page, "runs");

            page.navigate("/?coin=bitcoin&view=analyses&analysis=rises-after-falls");
            assertThat(page.getByRole(AriaRole.TABLE)).isVisible();
            shoot(page, "analyses");

            page.navigate("/?coin=bitcoin&view=models");
            button(page, "Train now").click();
            Operator.signIn(page);
            assertThat(page.locator("main")).containsText("The training is done");
            assertThat(page.locator("tbody tr")).hasCount(2);
            button(page, "Details of model 3").click();
            assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Model 3:")))
                    .isFocused();
            shoot(page, "models");
            page.context().close();

            var dark = chromium.open(address, 1280, 900, ColorScheme.DARK);
            dark.navigate("/?coin=ethereum&horizon=90&level=50,80,95");
            assertThat(dark.locator("[data-chart=forecast] canvas")).isVisible();
            shoot(dark, "forecast-dark");
            dark.context().close();

            var phone = chromium.open(
                    address,
                    new Browser.NewContextOptions()
                            .setViewportSize(390, 844)
                            .setIsMobile(true)
                            .setHasTouch(true));
            phone.navigate("/?coin=bitcoin&range=3m");
            assertThat(phone.locator("[data-chart=forecast] canvas")).isVisible();
            shoot(phone, "forecast-phone");
            phone.context().close();
            if (SCREENSHOTS.isPresent()) {
                shootAll(address);
            }
        }
        assertEquals(List.of(), chromium.complaints());
    }

    /** Simulations may be too slow on a busy machine, so only screenshots wait for the portfolio and for alerts. */
    private void shootAll(String address) throws IOException {
        var alerts = chromium.open(address, 1280, 900, ColorScheme.LIGHT);
        alerts.navigate("/?coin=bitcoin&range=1y&view=alerts");
        assertThat(price(alerts)).not().hasValue("");
        var start = Double.parseDouble(price(alerts).inputValue());
        describe(alerts, start, 10);
        button(alerts, "Save alert").click();
        Operator.signIn(alerts);
        var row = alerts.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("Up by 10%"));
        assertThat(row).isVisible();
        describe(alerts, start, 5);
        button(alerts, "See what it would have done").click();
        assertThat(alerts.getByText("Would have fired")).isVisible();
        alerts.evaluate("scrollTo(0, 0)");
        shoot(alerts, "alerts");
        alerts.context().close();

        var portfolio = chromium.open(address, 1280, 900, ColorScheme.LIGHT);
        portfolio.navigate("/?coin=bitcoin&view=portfolio&holdings=bitcoin:0.5,ethereum:4");
        assertThat(portfolio.locator("main canvas").first()).isVisible();
        shoot(portfolio, "portfolio");
        portfolio.context().close();

        var looks = Map.of(
                "light",
                new Browser.NewContextOptions().setViewportSize(1280, 900),
                "dark",
                new Browser.NewContextOptions().setViewportSize(1280, 900).setColorScheme(ColorScheme.DARK),
                "phone",
                new Browser.NewContextOptions()
                        .setViewportSize(390, 844)
                        .setIsMobile(true)
                        .setHasTouch(true));
        for (var look : looks.entrySet()) {
            var page = chromium.open(address, look.getValue());
            for (var view : VIEWS) {
                page.navigate(
                        "/?coin=bitcoin&compare=ethereum&holdings=bitcoin:0.5,ethereum:4&analysis=risk&view=" + view);
                assertThat(page.locator("main h2, main h3, main table").first()).isVisible();
                assertThat(page.locator(".skeleton")).hasCount(0);
                assertThat(page.locator("[aria-busy=true]")).hasCount(0);
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", view + "-" + look.getKey() + ".png"))
                        .setFullPage(true));
            }
            page.context().close();
        }
    }

    private static void describe(Page alerts, double start, int percent) {
        price(alerts).fill(String.valueOf(Math.round(start * (100 + percent) / 100)));
        alerts.getByLabel("Days ahead").fill("30");
        alerts.getByLabel("Probability at least").fill("30");
        alerts.getByLabel("Name").fill("Up by " + percent + "%");
    }

    private static Locator price(Page page) {
        return page.getByLabel("Price", new Page.GetByLabelOptions().setExact(true));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
    }

    private PackagedService start() throws IOException {
        return PackagedService.start(Map.of(
                "ECOIN_DATABASE_DIRECTORY",
                directory.resolve("postgresql").toString(),
                "ECOIN_COINGECKO_URL",
                NOBODY_LISTENS,
                "ECOIN_SECURITY_OPERATOR_PASSWORD_HASH",
                OperatorResource.PASSWORD_HASH,
                "QUARKUS_HTTP_HOST",
                "localhost",
                "QUARKUS_HTTP_PORT",
                "0"));
    }

    private static void shoot(Page page, String name) throws IOException {
        assertThat(page.locator(".skeleton")).hasCount(0);
        assertThat(page.locator("[aria-busy=true]")).hasCount(0);
        if (SCREENSHOTS.isPresent()) {
            // Uses Chromium directly: Playwright does not support WebP, which takes a third of the size of PNG.
            var options = new JsonObject();
            options.addProperty("format", "webp");
            options.addProperty("quality", 82);
            options.addProperty("captureBeyondViewport", true);
            var answer = page.context().newCDPSession(page).send("Page.captureScreenshot", options);
            Files.write(
                    SCREENSHOTS.get().resolve(name + ".webp"),
                    Base64.getDecoder().decode(answer.get("data").getAsString()));
        }
    }
}
