package dev.ecoin.forecasting.sarima;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fit by {@code stats::arima(method = "ML")} in R 4.2.2, with its series. */
record ReferenceFit(
        String id,
        double[] values,
        SarimaOrder order,
        Constant constant,
        double best,
        double logLikelihood,
        double sigma2,
        int observations,
        double aic,
        double aicc,
        double bic,
        Map<String, Double> coefficients,
        Map<String, Double> standardErrors,
        double[] mean,
        double[] error) {

    static List<ReferenceFit> all() {
        var fits = new ArrayList<ReferenceFit>();
        for (String line : lines("fits.txt")) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] field = line.split(";");
            double[] values = series(field[1], field[2]);
            fits.add(new ReferenceFit(
                    field[0],
                    values,
                    SarimaOrder.parse(field[3]),
                    Constant.valueOf(field[4].toUpperCase(java.util.Locale.ROOT)),
                    Double.parseDouble(field[5]),
                    Double.parseDouble(field[6]),
                    Double.parseDouble(field[7]),
                    Integer.parseInt(field[8]),
                    Double.parseDouble(field[9]),
                    Double.parseDouble(field[10]),
                    Double.parseDouble(field[11]),
                    named(field[12]),
                    named(field[13]),
                    numbers(field[14]),
                    numbers(field[15])));
        }
        return fits;
    }

    static double[] series(String name, String transform) {
        return lines(name + ".csv").stream()
                .skip(1)
                .mapToDouble(text -> text.equals("NA") ? Double.NaN : Double.parseDouble(text))
                .map(value -> switch (transform) {
                    case "log" -> Math.log(value);
                    case "log10" -> Math.log10(value);
                    case "none" -> value;
                    default -> throw new IllegalArgumentException(transform);
                })
                .toArray();
    }

    double[] parameters() {
        return coefficients.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public String toString() {
        return id;
    }

    private static Map<String, Double> named(String text) {
        var result = new LinkedHashMap<String, Double>();
        if (!text.isEmpty()) {
            for (String part : text.split(",")) {
                String[] pair = part.split("=");
                result.put(pair[0], Double.parseDouble(pair[1]));
            }
        }
        return result;
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    private static List<String> lines(String name) {
        try (var stream = ReferenceFit.class.getResourceAsStream("reference/" + name);
                var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
