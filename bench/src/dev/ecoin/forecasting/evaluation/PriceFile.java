package dev.ecoin.forecasting.evaluation;

import dev.ecoin.forecasting.series.DailySeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads daily prices by coin from a file. */
public final class PriceFile {

    private PriceFile() {}

    /**
     * Reads a file with one price per row (coin,date,price), or one day per row and one coin per column, like the
     * sample.
     */
    public static Map<String, DailySeries> read(Path file) throws IOException {
        return read(List.of(file));
    }

    /** Reads several files; the last one has the price of a coin and a day that is in more than one. */
    public static Map<String, DailySeries> read(List<Path> files) throws IOException {
        var prices = new LinkedHashMap<String, TreeMap<LocalDate, Double>>();
        for (Path file : files) {
            add(file, prices);
        }
        var series = new LinkedHashMap<String, DailySeries>();
        prices.forEach((coin, days) -> series.put(coin, DailySeries.of(days)));
        return series;
    }

    private static void add(Path file, Map<String, TreeMap<LocalDate, Double>> prices) throws IOException {
        List<String[]> rows = Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(",", -1))
                .toList();
        String[] head = rows.get(0);
        boolean columns = head[0].equals("day");
        for (String[] row : rows.subList(1, rows.size())) {
            for (int k = columns ? 1 : 2; k < (columns ? row.length : 3); k++) {
                if (!row[k].isBlank()) {
                    prices.computeIfAbsent(columns ? head[k] : row[0], coin -> new TreeMap<>())
                            .put(LocalDate.parse(row[columns ? 0 : 1]), Double.parseDouble(row[k]));
                }
            }
        }
    }
}
