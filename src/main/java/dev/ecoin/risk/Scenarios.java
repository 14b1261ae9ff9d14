package dev.ecoin.risk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import dev.ecoin.forecasting.paths.PricePaths;
import dev.ecoin.http.CsvTable;
import dev.ecoin.http.Representation;
import dev.ecoin.training.StoredModel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Joint price paths as text.
 *
 * @param horizon days from the latest observation of the coins
 */
public record Scenarios(SimulatedCoins coins, int horizon, Simulation simulation) {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    /**
     * Simulates the coins and writes a row for each path and day, as CSV or as one JSON object per line.
     *
     * @param out is not closed
     */
    public void write(Representation representation, OutputStream out) throws IOException {
        var ids = coins.models().stream().map(StoredModel::coin).toList();
        var paths = coins.simulator().simulate(horizon, simulation.paths(), simulation.seed());
        var prices = new ArrayList<double[][]>();
        for (int i = 0; i < paths.size(); i++) {
            prices.add(paths.prices(i));
        }
        if (representation == Representation.CSV) {
            writeCsv(ids, paths, prices, out);
        } else {
            writeJson(ids, paths, prices, out);
        }
    }

    private static void writeCsv(List<String> ids, PricePaths paths, List<double[][]> prices, OutputStream out)
            throws IOException {
        var csv = CsvTable.printer(out);
        var header = new ArrayList<>(List.of("path", "date"));
        header.addAll(ids);
        csv.printRecord(header.stream().map(CsvTable::cell));
        for (int path = 0; path < paths.paths(); path++) {
            for (int day = 0; day < paths.horizon(); day++) {
                csv.print(path + 1);
                csv.print(paths.day(day));
                for (var coin : prices) {
                    csv.print(CsvTable.cell(Shown.price(coin[day][path])));
                }
                csv.println();
            }
        }
        csv.flush();
    }

    private static void writeJson(List<String> ids, PricePaths paths, List<double[][]> prices, OutputStream out)
            throws IOException {
        try (var json = JSON.createGenerator(out).setPrettyPrinter(new MinimalPrettyPrinter("\n"))) {
            for (int path = 0; path < paths.paths(); path++) {
                for (int day = 0; day < paths.horizon(); day++) {
                    json.writeStartObject();
                    json.writeNumberField("path", path + 1);
                    json.writeStringField("date", paths.day(day).toString());
                    json.writeObjectFieldStart("prices");
                    for (int i = 0; i < ids.size(); i++) {
                        json.writeNumberField(ids.get(i), Shown.price(prices.get(i)[day][path]));
                    }
                    json.writeEndObject();
                    json.writeEndObject();
                }
            }
            json.writeRaw('\n');
        }
    }
}
