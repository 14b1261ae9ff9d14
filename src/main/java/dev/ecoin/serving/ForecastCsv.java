package dev.ecoin.serving;

import dev.ecoin.http.CsvTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A forecast's days as CSV (RFC 4180): coin, date, price, two columns for each level, and the currency. */
final class ForecastCsv {

    private ForecastCsv() {}

    static byte[] of(RichForecast forecast) {
        return CsvTable.of(header(forecast.levels()), forecast.days().stream().map(day -> row(forecast, day)));
    }

    private static List<String> header(List<BigDecimal> levels) {
        var columns = new ArrayList<>(List.of("coin", "date", "price"));
        for (var level : levels) {
            columns.add(RichForecast.lower(level));
            columns.add(RichForecast.upper(level));
        }
        columns.add("currency");
        return columns;
    }

    private static Stream<?> row(RichForecast forecast, RichForecast.Day day) {
        return Stream.of(
                        Stream.of(forecast.coin(), day.day(), day.price()),
                        day.limits().values().stream(),
                        Stream.of(forecast.currency().code()))
                .flatMap(part -> part);
    }
}
