package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Phrases that are not idiomatic English, in everything that people read, and what to write instead. */
class WordingTest {

    private static final Map<Pattern, String> INSTEAD = new LinkedHashMap<>();

    static {
        instead("passed over", "skipped");
        instead("since ever", "no lower bound");
        instead("field '[^']*' too many|a field too many", "unknown field 'x'");
        instead("out of bounds\\b", "is 0; must be 1 to 1000");
        instead("(?<!there )\\b(is|are|was|were) none\\b", "'x' is not a valid order");
        instead(
                "(?<!here )\\b(is|are) no (?!longer\\b|more\\b|less\\b|greater\\b|later\\b|larger\\b|better\\b)\\w+",
                "is not a date; use 2026-01-31");
        instead("came too late|\\b[Ss]hall\\b", "must, or the present tense");
        instead("[Oo]n which is", "the LISTEN connection");
        instead("\\b(has|have) not(?= *[.;)\"]|$)", "lacks");
        instead("\\b([Bb]y|[Ff]or|[Oo]f|[Ff]rom|[Tt]o|[Ww]ith|[Aa]t|than) who\\b", "for callers that can wait");
        instead("(?<!\\w )\\b[Ww]ho (asks|reads|knows|guesses|waits|reports|leaves)\\b", "name the actor");
        instead("\\bby night\\b|at the start rather than", "every night, fail fast");
        instead("(evidence|iterations) (are|is) used up", "the cumulative sum returns to zero");
        instead("\\bstands? outside\\b", "is exempt");
        instead(
                "\\b(process|who|that|which|it|they|is|are|still) (is |are |was )?(still )?at (it|them)\\b",
                "executes");
        instead("[Pp]rices? that came|[Ww]hat is forecast of", "actual price, forecasts");
        instead("\\d again\\b", "3 retries");
        instead("\\d %", "80%");
        instead("\\b[Ll]et it serve\\b", "activate");
        instead("\\banew\\b", "again");
        instead("too many'", "unknown field");
        instead("[Mm]oved \\d+ active models", "advanced 1 model");
    }

    private static void instead(String phrase, String better) {
        INSTEAD.put(Pattern.compile(phrase), better);
    }

    @Test
    void noTextHoldsAPhraseThatOurStyleListsOut() throws IOException {
        var files = new ArrayList<Path>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
        for (var folder : List.of("docs", "kubernetes", "src/main", "spark/src/main")) {
            try (var below = Files.walk(Path.of(folder))) {
                below.filter(WordingTest::isText).forEach(files::add);
            }
        }
        assertTrue(files.size() > 500, () -> "Only " + files.size() + " files were found");
        assertEquals(List.of(), files.stream().flatMap(WordingTest::findings).toList());
    }

    /** Released migrations never change, and the data dictionary is made from them. */
    private static boolean isText(Path file) {
        var path = file.toString();
        return path.matches(".*\\.(java|md|sql|properties|js|html|css|ya?ml)")
                && !path.contains("migrations")
                && !path.endsWith("data-dictionary.md");
    }

    private static Stream<String> findings(Path file) {
        var findings = new ArrayList<String>();
        try {
            var lines = Files.readAllLines(file);
            for (var i = 0; i < lines.size(); i++) {
                for (var phrase : INSTEAD.entrySet()) {
                    var found = phrase.getKey().matcher(lines.get(i));
                    if (found.find()) {
                        findings.add("%s:%d '%s', better: %s".formatted(file, i + 1, found.group(), phrase.getValue()));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return findings.stream();
    }
}
