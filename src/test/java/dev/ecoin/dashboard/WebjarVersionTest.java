package dev.ecoin.dashboard;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page loads the version of uPlot that the build has. */
class WebjarVersionTest {

    private static final Path PAGE = Path.of("src/main/resources/META-INF/resources");

    @Test
    void thePageLoadsTheBuildsVersion() throws IOException {
        assertEquals(
                versions("<uplot.version>([^<]+)<", Path.of("pom.xml")),
                versions("/webjars/uplot/([^/]+)/", PAGE.resolve("index.html"), PAGE.resolve("app/charts.js")));
    }

    private static Set<String> versions(String pattern, Path... files) throws IOException {
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
