package dev.ecoin.dashboard;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.training.Plausibility;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Constants of the page that the build and the service state as well. */
class PageConstantsTest {

    private static final Path PAGE = Path.of("src/main/resources/META-INF/resources");

    @Test
    void thePageLoadsTheBuildsVersion() throws IOException {
        assertEquals(
                values("<uplot.version>([^<]+)<", Path.of("pom.xml")),
                values("/webjars/uplot/([^/]+)/", PAGE.resolve("index.html"), PAGE.resolve("app/charts.js")));
    }

    @Test
    void thePageForecastsAsFarAsTheServiceDoesByDefault() throws IOException {
        assertEquals(
                Set.of("" + Plausibility.HORIZON), values("LONGEST_HORIZON = (\\d+);", PAGE.resolve("app/state.js")));
    }

    private static Set<String> values(String pattern, Path... files) throws IOException {
        var text = new StringBuilder();
        for (var file : files) {
            text.append(Files.readString(file));
        }
        return Stream.of(text.toString())
                .flatMap(all -> Pattern.compile(pattern).matcher(all).results())
                .map(found -> found.group(1))
                .collect(toSet());
    }
}
