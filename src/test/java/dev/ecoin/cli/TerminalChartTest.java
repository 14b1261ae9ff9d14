package dev.ecoin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.series.DailySeries;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalChartTest {

    private static final LocalDate ORIGIN = LocalDate.of(2026, 8, 8);

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 40, 365, 1000})
    void everyLineFitsATerminalAndEveryColumnOfTheFanHasAMedian(int horizon) {
        var lines = TerminalChart.of(prices(1_000), fan(horizon));

        assertEquals(22, lines.size());
        assertTrue(lines.stream().allMatch(line -> line.length() <= 80), () -> String.join("\n", lines));
        var last = lines.stream()
                .limit(20)
                .map(line -> line.length() < 80 ? ' ' : line.charAt(79))
                .toList();
        assertEquals(1, last.stream().filter(mark -> mark == '\u2500').count(), () -> String.join("\n", lines));
        assertTrue(horizon < 30 || lines.get(20).contains("2026-08-08"), lines.get(20));
        assertTrue(lines.get(20).endsWith(ORIGIN.plusDays(horizon).toString()), lines.get(20));
    }

    @Test
    void theFanIsShadedByItsIntervals() {
        var lines = TerminalChart.of(prices(100), fan(30));

        var last = new StringBuilder();
        lines.stream()
                .limit(20)
                .map(line -> line.length() < 80 ? ' ' : line.charAt(79))
                .forEach(last::append);
        assertTrue(last.toString().matches("\u2591+\u2592+\u2500\u2592+\u2591+"), last.toString());
    }

    @Test
    void aPriceThatNeverMovedIsALine() {
        var flat = new double[30];
        Arrays.fill(flat, 5);
        var forecast = new Forecast(
                ORIGIN, flat, new double[] {80, 95}, new double[][] {flat, flat}, new double[][] {flat, flat});

        var lines = TerminalChart.of(DailySeries.of(ORIGIN.minusDays(29), flat), forecast);

        assertTrue(lines.stream().anyMatch(line -> line.contains("\u25cf\u2500")), () -> String.join("\n", lines));
    }

    @Test
    void missingDaysAreGaps() {
        var values = DoubleStream.iterate(100, price -> price + 1).limit(60).toArray();
        values[50] = Double.NaN;

        var lines = TerminalChart.of(DailySeries.of(ORIGIN.minusDays(59), values), fan(30));

        var marks = lines.stream()
                .mapToLong(line -> line.chars().filter(c -> c == '\u25cf').count())
                .sum();
        assertEquals(37 - 1 + 1, marks, () -> String.join("\n", lines));
    }

    private static DailySeries prices(int days) {
        return DailySeries.of(
                ORIGIN.minusDays(days - 1L),
                DoubleStream.iterate(100, price -> price + 0.01).limit(days).toArray());
    }

    private static Forecast fan(int horizon) {
        return new Forecast(
                ORIGIN,
                steps(horizon, 0),
                new double[] {80, 95},
                new double[][] {steps(horizon, -5), steps(horizon, -9)},
                new double[][] {steps(horizon, 5), steps(horizon, 9)});
    }

    private static double[] steps(int horizon, double spread) {
        var values = new double[horizon];
        for (int step = 0; step < horizon; step++) {
            values[step] = 110 + spread * Math.sqrt((step + 1.0) / horizon);
        }
        return values;
    }
}
