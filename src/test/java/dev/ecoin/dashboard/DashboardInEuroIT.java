package dev.ecoin.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ecoin.InEuroIT;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page of a service with prices in euros. */
@QuarkusTest
@WithDatabaseAndCoinGecko
@TestProfile(InEuroIT.Euro.class)
class DashboardInEuroIT extends InChromium {

    @Inject
    Service service;

    @Inject
    Trainer trainer;

    @TestHTTPResource
    String address;

    @Test
    void figuresAndLabelsAreInTheCurrency() {
        service.reset("bitcoin");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 120, PriceSource.IMPORT);
        trainer.train(List.of("bitcoin"));
        var page = chromium.open(address, new Browser.NewContextOptions());

        page.navigate("/?coin=bitcoin&table=open");

        assertThat(page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Forecast of bitcoin in EUR")))
                .isVisible();
        assertThat(page.getByLabel("Price in EUR", new Page.GetByLabelOptions().setExact(true)))
                .isVisible();
        assertThat(page.locator("dd.big")).containsText("€");
        assertThat(page.getByText(Pattern.compile("The median forecast for .* is €")))
                .isVisible();
        assertThat(page.locator("body")).not().containsText("$");
        page.context().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample", "markets", "binance", "import", "coingecko"})
    void coinGeckoIsCreditedBelowTheChartWhereItsPricesAreShownAndNowhereElse(String name) {
        var source = new PriceSource(name);
        var itsOwn = Set.of(PriceSource.COINGECKO, PriceSource.MARKETS).contains(source);
        service.reset("bitcoin");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 120, source);
        trainer.train(List.of("bitcoin"));
        var page = chromium.open(address, new Browser.NewContextOptions());

        for (var view : List.of("forecast", "data", "compare", "explain", "backtest")) {
            page.navigate("/?coin=bitcoin&view=" + view);

            assertThat(page.locator("canvas").first()).isVisible();
            var credits = page.getByText("Data provided by CoinGecko");
            assertThat(credits).hasCount(itsOwn ? 1 : 0);
            if (itsOwn) {
                assertThat(credits.getByRole(AriaRole.LINK)).hasAttribute("href", "https://www.coingecko.com");
            }
        }
        page.context().close();
    }
}
