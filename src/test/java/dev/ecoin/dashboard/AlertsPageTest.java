package dev.ecoin.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Chromium;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WebhookStandIn;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The view Alerts: a rule from the chart to its deliveries. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class AlertsPageTest extends InChromium {

    /** In milliseconds. */
    private static final int PATIENCE = 300_000;

    @Inject
    Service service;

    @Inject
    Trainer trainer;

    @TestHTTPResource
    String address;

    private Page page;

    @BeforeEach
    void open() {
        service.reset("bitcoin");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 400, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));
        page = chromium.open(address, 1280, 900, ColorScheme.LIGHT);
        page.navigate("/?coin=bitcoin&view=alerts");
    }

    @AfterEach
    void nothingWasRefusedByTheBrowser() {
        page.context().close();
        assertEquals(List.of(), chromium.complaints());
    }

    @Test
    void aRuleIsDraggedOnTheChartTriedOnThePastSavedChangedAndDeleted() {
        assertThat(page.getByText("No alerts yet")).isVisible();
        var line = page.getByRole(AriaRole.SLIDER, new Page.GetByRoleOptions().setName("Price of the alert"));
        assertThat(line).isVisible();
        var start = price();

        line.press("ArrowUp");
        assertEquals(1.01 * start, price(), 0.002 * start);
        line.press("PageDown");
        assertTrue(price() < start, price() + " below " + start);
        assertThat(page.getByLabel("Side")).hasValue("below");

        var box = line.boundingBox();
        page.mouse().move(box.x + box.width / 2, box.y + box.height / 2);
        page.mouse().down();
        page.mouse().move(box.x + box.width / 2, box.y - 60, new Mouse.MoveOptions().setSteps(4));
        page.mouse().up();
        assertTrue(price() > start, price() + " above " + start);
        assertThat(page.getByLabel("Side")).hasValue("above");
        assertThat(line)
                .hasAttribute("aria-valuenow", page.getByLabel("Price", exact()).inputValue());

        page.getByLabel("Price", exact()).fill(String.valueOf(Math.round(1.02 * start)));
        page.getByLabel("Days ahead").fill("7");
        page.getByLabel("Probability at least").fill("30");
        page.getByLabel("Name").fill("Two percent up");
        button("See what it would have done").click();
        Operator.signIn(page);
        assertThat(page.getByText("Would have fired")).isVisible(new IsVisibleOptions().setTimeout(PATIENCE));
        assertThat(page.getByText("Alerts that came true")).isVisible();
        page.locator("summary").all().forEach(Locator::click);
        assertEquals(List.of(), Chromium.violations(page));
        assertEquals(0, given().get("/alerts").jsonPath().getList("alerts").size());

        var isEvaluated = new AtomicBoolean();
        page.route("**/alerts", route -> answerAsBeforeTheEvaluation(route, isEvaluated));
        button("Save alert").click();
        var row = page.getByRole(AriaRole.ROW).filter(new Locator.FilterOptions().setHasText("Two percent up"));
        assertThat(row).isVisible();
        assertThat(row).containsText("waiting");
        button("History of Two percent up").focus();
        service.awaitRequestedWork();
        isEvaluated.set(true);
        assertThat(row).not().containsText("waiting", new ContainsTextOptions().setTimeout(PATIENCE));
        assertThat(button("History of Two percent up")).isFocused();
        var saved = given().get("/alerts").jsonPath();
        assertEquals("probability", saved.getString("alerts[0].condition.kind"));
        assertEquals(Math.round(1.02 * start), saved.getInt("alerts[0].condition.above"));
        assertEquals(7, saved.getInt("alerts[0].condition.days"));
        assertEquals(0.3, saved.getDouble("alerts[0].condition.at_least"), 1e-9);

        button("Disable Two percent up").click();
        assertThat(row).containsText("disabled");
        assertEquals(false, given().get("/alerts").jsonPath().getBoolean("alerts[0].enabled"));
        button("Enable Two percent up").click();
        assertThat(button("Disable Two percent up")).isVisible();
        button("History of Two percent up").click();
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("History of “Two percent up”")))
                .isFocused();

        button("Delete Two percent up").click();
        page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Delete"))
                .click();
        assertThat(page.getByText("No alerts yet")).isVisible();
        assertEquals(0, given().get("/alerts").jsonPath().getList("alerts").size());
    }

    @Test
    void aWebhookIsAddedTestedAndItsDeliveriesAreShown() throws IOException {
        try (var receiver = new WebhookStandIn()) {
            button("Show webhooks").click();
            Operator.signIn(page);
            assertThat(page.getByText("No webhooks yet")).isVisible();

            button("Add webhook").click();
            var form = page.getByRole(AriaRole.DIALOG);
            form.getByLabel("Name").fill("Desk");
            form.getByLabel("Address").fill(receiver.url("/desk"));
            form.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add"))
                    .click();
            assertThat(page.getByText("Its secret is shown only now: whsec_")).isVisible();
            assertThat(page.getByLabel("Desk", new Page.GetByLabelOptions().setExact(true)))
                    .isChecked();

            button("Send a test to Desk").click();
            var deliveries =
                    page.getByRole(AriaRole.TABLE, new Page.GetByRoleOptions().setName("Deliveries, the newest first"));
            assertThat(deliveries).containsText("Test");
            service.awaitRequestedWork();
            button("Refresh").click();
            assertThat(deliveries).containsText("HTTP 204", new ContainsTextOptions().setTimeout(PATIENCE));
            assertThat(deliveries).containsText("delivered");
            assertEquals(List.of(), Chromium.violations(page));

            button("Disable Desk").click();
            assertThat(button("Enable Desk")).isVisible();
        }
    }

    private static void answerAsBeforeTheEvaluation(Route route, AtomicBoolean isEvaluated) {
        if (isEvaluated.get() || !route.request().method().equals("GET")) {
            route.resume();
            return;
        }
        var answer = route.fetch();
        route.fulfill(new Route.FulfillOptions()
                .setResponse(answer)
                .setBody(answer.text()
                        .replaceAll("\"evaluated_at\":\"[^\"]*\"", "\"evaluated_at\":null")
                        .replaceAll("\"firing\":\\[[^]]*]", "\"firing\":[]")));
    }

    private double price() {
        return Double.parseDouble(page.getByLabel("Price", exact()).inputValue());
    }

    private static Page.GetByLabelOptions exact() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
