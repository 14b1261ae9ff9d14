package dev.ecoin.configuration;

import static java.util.stream.Collectors.joining;

import io.smallrye.config.ConfigValidationException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Converts SmallRye Config's errors for unusable values into lines for users: key, value, valid values. */
public final class ConfigurationProblems {

    /** Prefix of the valid values in messages of our own converters. */
    static final String MUST_BE = "must be ";

    private static final Pattern SMALLRYE = Pattern.compile("([\\w.$]+Exception: )?SRCFG\\d{5}: ");
    private static final Pattern CONVERSION = Pattern.compile(
            "SRCFG00039: The config property (\\S+) with the config value \"(.*)\" threw an Exception whilst being"
                    + " converted (.*)",
            Pattern.DOTALL);
    private static final Pattern EMPTY =
            Pattern.compile("SRCFG00040: The config property (\\S+) is defined as the empty String.*", Pattern.DOTALL);
    private static final Pattern MISSING = Pattern.compile("SRCFG00014: The config property (\\S+) is required.*");

    private static final Pattern SECRET = Pattern.compile("password|secret|token|credential|\\bkey\\b|hash");
    private static final Pattern CREDENTIALS = Pattern.compile("(?<=//)[^/@\\s]*@|(?<=[?&]password=)[^&\\s']*");

    /** SmallRye lists them in any order. */
    private static final Pattern ALLOWED_VALUES = Pattern.compile("allowed values: (.*)");

    /** Error messages of converters, ours and those of SmallRye and Quarkus, with the values that they accept. */
    private static final Map<Pattern, String> VALID = Map.of(
            Pattern.compile("^must be .*", Pattern.DOTALL), "$0",
            Pattern.compile(".*Expected (a long|an integer) value.*", Pattern.DOTALL), "must be a whole number",
            Pattern.compile(".*Expected a (double|float) value.*", Pattern.DOTALL), "must be a number",
            Pattern.compile(".*([Ii]nvalid d|to a D)uration.*", Pattern.DOTALL),
                    "must be a duration such as 500ms, 30s or 5m",
            Pattern.compile(".*not in correct format.*", Pattern.DOTALL), "must be a size such as 512K, 16M or 1G");

    private ConfigurationProblems() {}

    /** One line per problem; empty if a value is not the cause of the failure. */
    public static List<String> of(Throwable failure) {
        if (failure instanceof ConfigValidationException problems) {
            return IntStream.range(0, problems.getProblemCount())
                    .mapToObj(i -> line(problems.getProblem(i).getMessage()))
                    .distinct()
                    .toList();
        }
        return Stream.ofNullable(failure.getMessage())
                .filter(message -> SMALLRYE.matcher(message).lookingAt())
                .map(ConfigurationProblems::line)
                .toList();
    }

    private static String line(String message) {
        var conversion = CONVERSION.matcher(message);
        if (conversion.find()) {
            return of(conversion.group(1), conversion.group(2), conversion.group(3));
        }
        var empty = EMPTY.matcher(message);
        var missing = MISSING.matcher(message);
        if (empty.find()) {
            return empty.group(1) + " is empty. Leave it out for its default.";
        }
        if (missing.find()) {
            return missing.group(1) + " is empty or not set, but needed.";
        }
        return withoutCredentials(oneLine(SMALLRYE.matcher(message).replaceAll("")));
    }

    private static String of(String key, String value, String complaint) {
        var valid = valid(complaint);
        if (isSecret(key)) {
            return key + " has a value, not shown here, that cannot be used"
                    + valid.map(text -> ": it " + text).orElse("") + ".";
        }
        var reason = valid.map(text -> "but " + text)
                .orElseGet(() ->
                        "which cannot be used: " + SMALLRYE.matcher(complaint).replaceAll(""));
        return withoutCredentials(oneLine(key + " is '" + value + "', " + reason + "."));
    }

    private static Optional<String> valid(String complaint) {
        var allowed = ALLOWED_VALUES.matcher(complaint);
        if (allowed.find()) {
            return Optional.of("must be "
                    + Arrays.stream(allowed.group(1).split(",")).sorted().collect(joining(", ")));
        }
        return VALID.entrySet().stream()
                .filter(known -> known.getKey().matcher(complaint).matches())
                .map(known -> known.getKey().matcher(complaint).replaceFirst(known.getValue()))
                .findFirst();
    }

    private static boolean isSecret(String key) {
        return SECRET.matcher(key).find();
    }

    /** An address may contain credentials. */
    private static String withoutCredentials(String line) {
        return CREDENTIALS.matcher(line).replaceAll("");
    }

    /** Replaces line breaks and control characters by blanks. */
    public static String oneLine(String text) {
        return text.lines()
                .map(line -> line.replaceAll("\\p{Cntrl}+", " ").strip())
                .filter(line -> !line.isEmpty())
                .collect(joining(" "));
    }
}
