package dev.ecoin.testing;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The machine's own Chromium, driven by Playwright; no browser is downloaded. */
public final class Chromium implements AutoCloseable {

    /** Path of the executable; "required" makes its absence a failure instead of a skipped test. */
    private static final String VARIABLE = "ECOIN_TEST_CHROMIUM";

    private static final String REQUIRED = "required";

    /** The shell without windows comes first, because it needs half of the processor time. */
    private static final List<String> PLACES = List.of(
            "/usr/bin/chromium-headless-shell",
            "/usr/bin/chromium",
            "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");

    private static final List<String> FLAGS = List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    /** In milliseconds; long, because a machine may be busy. */
    private static final int PATIENCE = 300_000;

    private static final Logger LOG = Logger.getLogger(Chromium.class);

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Skips the test, with a message, on a machine without Chromium. */
    public static Chromium start() {
        var wanted = Optional.ofNullable(System.getenv(VARIABLE));
        var executable = Stream.concat(wanted.filter(name -> !name.equals(REQUIRED)).stream(), PLACES.stream())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (executable.isEmpty()) {
            var message = "There is no Chromium on this machine, so the dashboard is not tested. Install it (Debian:"
                    + " apt-get install chromium-headless-shell) or name it by the variable " + VARIABLE + ".";
            if (wanted.isPresent()) {
                Assertions.fail(message);
            }
            LOG.warn(message);
            Assumptions.abort(message);
        }
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Chromium(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(executable.get())
                                .setArgs(FLAGS)));
    }

    /**
     * Opens a fresh window without a signed-in user.
     *
     * @param address of the service
     */
    public Page open(String address, int width, int height, ColorScheme scheme) {
        return open(
                address,
                new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme));
    }

    public Page open(String address, Browser.NewContextOptions options) {
        complaints.clear();
        BrowserContext context = browser.newContext(options.setBaseURL(address).setLocale("en-US"));
        context.setDefaultTimeout(PATIENCE);
        var page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            // Failed requests are shown on the page and tested there.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        return page;
    }

    /** Errors of scripts and refusals of the browser since the latest window was opened. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Serious and critical violations of WCAG and best practices on the current page, found by axe. */
    public static List<String> violations(Page page) {
        return violations(new AxeBuilder(page));
    }

    /** Those of the rules on colours, such as contrast. */
    public static List<String> violationsOfColours(Page page) {
        return violations(new AxeBuilder(page).withRules(List.of("color-contrast", "link-in-text-block")));
    }

    private static List<String> violations(AxeBuilder axe) {
        return axe.analyze().getViolations().stream()
                .filter(rule -> GRAVE.contains(rule.getImpact()))
                .map(Chromium::describe)
                .toList();
    }

    private static String describe(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " at "
                + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
