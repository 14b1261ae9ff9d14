package dev.ecoin.explanation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;

/** Explanations as CSV (RFC 4180), one line a day; an absent figure is an empty field. */
final class ExplanationCsv {

    private static final List<String> EXPLANATION = List.of(
            "part",
            "day",
            "price",
            "log_price",
            "level",
            "weekly",
            "remainder",
            "level_price",
            "weekly_factor",
            "remainder_factor",
            "fitted",
            "residual");

    private static final List<String> ANOMALIES = List.of("day", "price", "median", "lower", "upper", "probability");

    private ExplanationCsv() {}

    static byte[] of(Explanation explanation) {
        return table(
                EXPLANATION,
                Stream.concat(
                        explanation.history().stream().map(day -> line("history", day)),
                        explanation.forecast().stream().map(day -> line("forecast", day))));
    }

    static byte[] of(Anomalies anomalies) {
        return table(
                ANOMALIES,
                anomalies.anomalies().stream()
                        .map(day -> Stream.of(
                                day.day(), day.price(), day.median(), day.lower(), day.upper(), day.probability())));
    }

    private static Stream<?> line(String part, ExplainedDay day) {
        return Stream.of(
                part,
                day.day(),
                day.price(),
                day.logPrice(),
                day.level(),
                day.weekly(),
                day.remainder(),
                day.levelPrice(),
                day.weeklyFactor(),
                day.remainderFactor(),
                day.fitted(),
                day.residual());
    }

    private static byte[] table(List<String> header, Stream<Stream<?>> lines) {
        var text = new StringBuilder();
        try (var csv = CSVFormat.RFC4180.print(text)) {
            csv.printRecord(header);
            csv.printRecords(lines.map(line -> line.map(ExplanationCsv::plain).toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Object plain(Object value) {
        return value instanceof BigDecimal number ? number.toPlainString() : value;
    }
}
