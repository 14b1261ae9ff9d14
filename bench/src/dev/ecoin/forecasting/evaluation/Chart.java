package dev.ecoin.forecasting.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/** Plots lines and bands as SVG, one element per line so that versions can be compared with diff. Mutable. */
final class Chart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 320;
    private static final int LEFT = 60;
    private static final int RIGHT = 130;
    private static final int TOP = 34;
    private static final int BOTTOM = 36;
    private static final int TICKS = 5;

    private final double minX;
    private final double maxX;
    private final double minY;
    private final double maxY;
    private final List<String> elements = new ArrayList<>();
    private int legend;

    Chart(String title, double minX, double maxX, double minY, double maxY, DoubleUnaryOperator roundX, String unitX) {
        this.minX = minX;
        this.maxX = maxX;
        this.minY = minY;
        this.maxY = maxY;
        text(LEFT, 20, "start", title);
        for (int i = 0; i <= TICKS; i++) {
            double y = minY + (maxY - minY) * i / TICKS;
            double x = roundX.applyAsDouble(minX + (maxX - minX) * i / TICKS);
            elements.add(format(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>",
                    LEFT, WIDTH - RIGHT, y(y), y(y)));
            text(LEFT - 6, y(y) + 4, "end", format("%.0f", y));
            text(x(x), HEIGHT - BOTTOM + 18, "middle", format("%.0f", x) + (i == TICKS ? unitX : ""));
        }
    }

    void band(double[] x, double[] lower, double[] upper, String colour, String name) {
        var points = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            points.append(format("%.1f,%.1f ", x(x[i]), y(upper[i])));
        }
        for (int i = x.length - 1; i >= 0; i--) {
            points.append(format("%.1f,%.1f ", x(x[i]), y(lower[i])));
        }
        elements.add(format(
                "<polygon points=\"%s\" fill=\"%s\" fill-opacity=\"0.35\"/>",
                points.toString().trim(), colour));
        name(colour, name);
    }

    void line(double[] x, double[] y, String colour, String dashes, String name) {
        var points = new StringBuilder();
        for (int i = 0; i < x.length; i++) {
            points.append(format("%.1f,%.1f ", x(x[i]), y(y[i])));
        }
        elements.add(format(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" stroke-dasharray=\"%s\"/>",
                points.toString().trim(), colour, dashes));
        name(colour, name);
    }

    private void name(String colour, String name) {
        if (name.isEmpty()) {
            return;
        }
        double at = TOP + 16.0 * legend++;
        elements.add(format(
                "<rect x=\"%d\" y=\"%.1f\" width=\"10\" height=\"10\" fill=\"%s\"/>", WIDTH - RIGHT + 8, at, colour));
        text(WIDTH - RIGHT + 22, at + 9, "start", name);
    }

    private void text(double x, double y, String anchor, String text) {
        elements.add(format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text));
    }

    private double x(double value) {
        return LEFT + (value - minX) / (maxX - minX) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        double inside = Math.max(minY, Math.min(maxY, value));
        return HEIGHT - BOTTOM - (inside - minY) / (maxY - minY) * (HEIGHT - TOP - BOTTOM);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    void write(Path file) throws IOException {
        Files.writeString(
                file,
                format(
                                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                                WIDTH, HEIGHT)
                        + String.join("\n", elements)
                        + "\n</svg>\n");
    }
}
