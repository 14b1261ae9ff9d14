package dev.ecoin.explanation;

import dev.ecoin.http.CsvTable;
import java.util.List;
import java.util.stream.Stream;

/** Explanations as CSV (RFC 4180), one line per day; missing figures are empty fields. */
final class ExplanationCsv {

    private static final List<String> EXPLANATION = List.of(
            "coin",
            "date",
            "part",
            "price",
            "log_price",
            "level",
            "weekly",
            "remainder",
            "level_price",
            "weekly_factor",
            "remainder_factor",
            "fitted",
            "residual",
            "currency");

    private static final List<String> ANOMALIES =
            List.of("coin", "date", "price", "median", "lower", "upper", "probability", "currency");

    private ExplanationCsv() {}

    static byte[] of(Explanation explanation) {
        return CsvTable.of(
                EXPLANATION,
                Stream.concat(
                        explanation.history().stream().map(day -> line("history", day, explanation)),
                        explanation.forecast().stream().map(day -> line("forecast", day, explanation))));
    }

    static byte[] of(Anomalies anomalies) {
        return CsvTable.of(
                ANOMALIES,
                anomalies.anomalies().stream()
                        .map(day -> Stream.of(
                                anomalies.coin(),
                                day.day(),
                                day.price(),
                                day.median(),
                                day.lower(),
                                day.upper(),
                                day.probability(),
                                anomalies.currency().code())));
    }

    private static Stream<?> line(String part, ExplainedDay day, Explanation explanation) {
        return Stream.of(
                explanation.coin(),
                day.day(),
                part,
                day.price(),
                day.logPrice(),
                day.level(),
                day.weekly(),
                day.remainder(),
                day.levelPrice(),
                day.weeklyFactor(),
                day.remainderFactor(),
                day.fitted(),
                day.residual(),
                explanation.currency().code());
    }
}
