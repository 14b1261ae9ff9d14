package dev.ecoin.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;

/** A forecast's days as CSV (RFC 4180): day, price, and two columns for each level. */
final class ForecastCsv {

    private ForecastCsv() {}

    static byte[] of(RichForecast forecast) {
        var text = new StringBuilder();
        try (var csv = CSVFormat.RFC4180.print(text)) {
            csv.printRecord(header(forecast.levels()));
            for (var day : forecast.days()) {
                csv.printRecord(record(day));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> header(List<BigDecimal> levels) {
        var columns = new ArrayList<>(List.of("day", "price"));
        for (var level : levels) {
            columns.add(RichForecast.lower(level));
            columns.add(RichForecast.upper(level));
        }
        return columns;
    }

    private static List<String> record(RichForecast.Day day) {
        var values = new ArrayList<>(List.of(day.day().toString(), day.price().toPlainString()));
        day.limits().values().forEach(limit -> values.add(limit == null ? null : limit.toPlainString()));
        return values;
    }
}
