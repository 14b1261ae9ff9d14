package dev.ecoin.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page if reading requires a role: the browser asks for credentials, then everything works as usual. */
@QuarkusTest
@TestProfile(DashboardForReadersIT.ReadersOnly.class)
@WithDatabaseAndCoinGecko
class DashboardForReadersIT extends InChromium {

    @Inject
    Service service;

    @Inject
    Trainer trainer;

    @TestHTTPResource
    String address;

    @Test
    void theBrowsersSignInServesAllOfThePage() {
        service.reset("bitcoin");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 300, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));
        given().auth().none().get("/").then().statusCode(401).header("WWW-Authenticate", containsString("Basic"));

        var page = chromium.open(
                address, new Browser.NewContextOptions().setHttpCredentials("operator", OperatorResource.PASSWORD));
        page.navigate("/?coin=bitcoin&view=models");

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Bitcoin")))
                .isVisible();
        assertThat(page.locator("tbody tr")).hasCount(1);
        page.context().close();
    }

    public static final class ReadersOnly implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("ecoin.security.read-role", "reader");
        }
    }
}
