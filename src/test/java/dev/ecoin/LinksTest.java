package dev.ecoin;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Relative links in documents lead to existing files and headings, with GitHub's anchors. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("]\\((?!\\w+:)([^)#\\s]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");

    @Test
    void relativeLinksLeadSomewhere() throws IOException {
        var documents = documents();
        assertFalse(documents.isEmpty());
        assertEquals(
                List.of(),
                documents.stream().flatMap(LinksTest::broken).toList(),
                "These links lead to no file or no heading");
    }

    private static List<Path> documents() throws IOException {
        var documents = new ArrayList<Path>();
        for (var folder : List.of("docs", "kubernetes", "spark")) {
            if (Files.exists(Path.of(folder))) {
                documents.addAll(markdown(Path.of(folder), Integer.MAX_VALUE));
            }
        }
        documents.addAll(markdown(Path.of(""), 1));
        return documents;
    }

    private static List<Path> markdown(Path folder, int depth) throws IOException {
        try (var files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }

    private static Stream<String> broken(Path document) {
        return LINK.matcher(content(document))
                .results()
                .filter(link -> !leadsSomewhere(document, link))
                .map(link -> document + ": " + link.group());
    }

    private static boolean leadsSomewhere(Path document, MatchResult link) {
        var target = link.group(1).isEmpty()
                ? document
                : document.resolveSibling(link.group(1)).normalize();
        return Files.exists(target) && (link.group(2) == null || anchors(target).contains(link.group(2)));
    }

    private static Set<String> anchors(Path document) {
        return HEADING.matcher(CODE.matcher(content(document)).replaceAll(""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .collect(toSet());
    }

    private static String content(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
