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
import java.util.stream.Collectors;

/** Reads daily prices by coin from a file. */
public final class PriceFile {

    private PriceFile() {}

    /**
     * Reads a file with one price per row (coin,date,price), or one day per row and one coin per column, like the
     * sample.
     */
    public static Map<String, DailySeries> read(Path file) throws IOException {
        var prices = new LinkedHashMap<String, TreeMap<LocalDate, Double>>();
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
        return prices.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, coin -> DailySeries.of(coin.getValue()), (a, b) -> a, LinkedHashMap::new));
    }
}
