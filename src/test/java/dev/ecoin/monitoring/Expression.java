package dev.ecoin.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics and labels in a PromQL expression. promtool checks the syntax. */
record Expression(String text) {

    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern LABELS =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern TIMES = Pattern.compile("\\[[^]]*]|\\boffset\\s+\\w+");
    private static final Pattern SELECTOR =
            Pattern.compile("(?<![\\w:])([a-zA-Z_:][\\w:]*+)(?!\\s*\\()(?:\\s*\\{([^}]*)})?");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "group_left", "group_right");

    /** Labels that Prometheus adds when it scrapes. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("instance", "job");

    /**
     * The metrics and labels in the expression that the service lacks.
     *
     * @param metrics label names by metric
     */
    List<String> unknown(Map<String, Set<String>> metrics) {
        var known = new TreeSet<>(OF_THE_SCRAPE);
        selectors()
                .map(selector -> metrics.getOrDefault(selector.group(1), Set.of()))
                .forEach(known::addAll);
        return Stream.concat(
                        selectors().flatMap(selector -> unknown(selector, metrics)),
                        find(LABELS, withoutStrings())
                                .flatMap(list -> Stream.of(list.group(1).split(",")))
                                .map(String::strip)
                                .filter(label -> !label.isEmpty() && !known.contains(label)))
                .toList();
    }

    private static Stream<String> unknown(MatchResult selector, Map<String, Set<String>> metrics) {
        var metric = selector.group(1);
        if (!metrics.containsKey(metric)) {
            return Stream.of(metric);
        }
        return selector.group(2) == null
                ? Stream.empty()
                : Stream.of(selector.group(2).split(","))
                        .map(matcher -> matcher.split("[=!]")[0].strip())
                        .filter(label -> !metrics.get(metric).contains(label))
                        .map(label -> metric + "{" + label + "}");
    }

    private Stream<MatchResult> selectors() {
        var bare =
                TIMES.matcher(LABELS.matcher(withoutStrings()).replaceAll(" ")).replaceAll(" ");
        return find(SELECTOR, bare).filter(found -> !OPERATORS.contains(found.group(1)));
    }

    private String withoutStrings() {
        return STRING.matcher(text).replaceAll("\"\"");
    }

    private static Stream<MatchResult> find(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
