package dev.ecoin.cli;

import dev.ecoin.forecasting.Forecast;
import dev.ecoin.forecasting.series.DailySeries;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A text chart of a forecast fan after the latest prices; at most 80 columns wide. */
final class TerminalChart {

    static final int WIDTH = 80;

    private static final int ROWS = 20;
    private static final int LABEL = 13;
    private static final int PLOT = WIDTH - LABEL;
    private static final int LABELLED_ROWS = 4;

    /** Minimum share of the plot that shows history. */
    private static final double HISTORY = 0.4;

    private static final char PRICE = '\u25cf';
    private static final char MEDIAN = '\u2500';
    private static final char INNER = '\u2592';
    private static final char OUTER = '\u2591';

    private TerminalChart() {}

    /**
     * Draws the chart.
     *
     * @param prices up to the forecast's origin, or beyond
     * @param forecast with two intervals, the narrower one first
     * @return its lines
     */
    static List<String> of(DailySeries prices, Forecast forecast) {
        int horizon = forecast.horizon();
        int perColumn = (int) Math.ceil(horizon / ((1 - HISTORY) * PLOT));
        int ahead = (horizon + perColumn - 1) / perColumn;
        int before = PLOT - ahead;
        var first = forecast.origin().minusDays((long) perColumn * (before - 1));
        var columns = new ArrayList<double[]>();
        for (int column = 0; column < before; column++) {
            double price = prices.value(first.plusDays((long) perColumn * column));
            columns.add(new double[] {price, price, price, price, price});
        }
        for (int column = 0; column < ahead; column++) {
            int step = Math.min(horizon - 1, perColumn * (column + 1) - 1);
            columns.add(new double[] {
                forecast.lower(1, step),
                forecast.lower(0, step),
                forecast.median(step),
                forecast.upper(0, step),
                forecast.upper(1, step)
            });
        }
        double least = columns.stream()
                .mapToDouble(column -> column[0])
                .filter(Double::isFinite)
                .min()
                .orElse(0);
        double most = columns.stream()
                .mapToDouble(column -> column[4])
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        double step = most > least ? (most - least) / (ROWS - 1) : 1;
        var lines = new ArrayList<String>();
        for (int row = ROWS - 1; row >= 0; row--) {
            var line = new StringBuilder();
            var label = row % LABELLED_ROWS == 0 || row == ROWS - 1 ? ForecastCommand.shown(least + row * step) : "";
            line.append(" ".repeat(Math.max(0, LABEL - 1 - label.length())))
                    .append(label)
                    .append(' ');
            for (int column = 0; column < PLOT; column++) {
                line.append(mark(columns.get(column), column < before, least + (row - 0.5) * step, step));
            }
            lines.add(line.toString().stripTrailing());
        }
        lines.add(dates(first, forecast.origin(), before, forecast.day(horizon - 1)));
        lines.add("%s price  %s median  %s 80%%  %s 95%%".formatted(PRICE, MEDIAN, INNER, OUTER));
        return lines;
    }

    private static char mark(double[] column, boolean isHistory, double from, double step) {
        double to = from + step;
        if (Double.isNaN(column[2])) {
            return ' ';
        }
        if (column[2] >= from && column[2] < to) {
            return isHistory ? PRICE : MEDIAN;
        }
        if (isHistory || column[0] >= to || column[4] < from) {
            return ' ';
        }
        return column[1] < to && column[3] >= from ? INNER : OUTER;
    }

    private static String dates(LocalDate first, LocalDate origin, int before, LocalDate last) {
        var line = new StringBuilder(" ".repeat(WIDTH));
        line.replace(LABEL, LABEL + 10, first.toString());
        line.replace(WIDTH - 10, WIDTH, last.toString());
        int at = LABEL + before - 10;
        if (at > LABEL + 11 && at + 10 < WIDTH - 11) {
            line.replace(at, at + 10, origin.toString());
        }
        return line.toString().stripTrailing();
    }
}
