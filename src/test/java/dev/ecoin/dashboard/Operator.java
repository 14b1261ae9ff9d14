package dev.ecoin.dashboard;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.ecoin.testing.OperatorResource;

/** Signs in with the page's form, which opens when an action requires the operator. */
final class Operator {

    private Operator() {}

    static void signIn(Page page) {
        signIn(page, OperatorResource.PASSWORD);
        assertThat(form(page)).hasCount(0);
        assertThat(page.getByText("Signed in as operator")).isVisible();
    }

    static void signIn(Page page, String password) {
        form(page).getByLabel("Password").fill(password);
        form(page)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Sign in"))
                .click();
    }

    static Locator form(Page page) {
        return page.getByRole(AriaRole.DIALOG, new Page.GetByRoleOptions().setName("Sign in as operator"));
    }
}
