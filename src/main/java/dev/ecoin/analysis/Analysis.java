package dev.ecoin.analysis;

import dev.ecoin.http.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The analyses. Each is an SQL file on the class path, {@code sql/analysis/NAME.sql}, executed unchanged. */
public enum Analysis {
    MONTHLY_AVERAGE("month", "month", "(month + interval '1 month')::date - 1"),
    RISES_AFTER_FALLS(null, null, null),
    MONTHLY_RANGE("month", "month", "(month + interval '1 month')::date - 1"),
    RISK("month", "month", "(month + interval '1 month')::date - 1"),
    FEATURES("date", "date", "date"),
    GAPS("first_day", "first_day", "last_day");

    private static final String COMMENT = "--";

    private final String dayColumn;
    private final Query query;
    private final String about;

    Analysis(String dayColumn, String firstDay, String lastDay) {
        this.dayColumn = dayColumn;
        var sql = read("/sql/analysis/" + label() + ".sql");
        this.query = new Query(sql, firstDay, lastDay);
        this.about = sql.lines()
                .takeWhile(line -> line.startsWith(COMMENT))
                .map(line -> line.substring(COMMENT.length()).strip())
                .collect(Collectors.joining("\n"));
    }

    /** Name of its file and endpoint, such as monthly-average. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @throws ProblemException with status 404 if no analysis has this name
     */
    public static Analysis of(String label) {
        return Arrays.stream(values())
                .filter(analysis -> analysis.label().equals(label))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound(
                        "analysis",
                        label,
                        "There is no analysis '" + label + "'",
                        Arrays.stream(values()).map(Analysis::label).collect(Collectors.joining(", "))));
    }

    Query query() {
        return query;
    }

    /** The column that identifies a row together with {@code coin}; empty if there is one row per coin. */
    Optional<String> dayColumn() {
        return Optional.ofNullable(dayColumn);
    }

    /** The question that it answers: the first sentence of the file's comment. */
    public String question() {
        return about.substring(0, about.indexOf('?') + 1).replace('\n', ' ');
    }

    /** How to read the answer: the rest of the file's comment. */
    public String reading() {
        return about.substring(about.indexOf('?') + 1).strip();
    }

    private static String read(String resource) {
        try (var in = Objects.requireNonNull(Analysis.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
