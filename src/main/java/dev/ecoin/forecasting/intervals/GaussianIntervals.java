package dev.ecoin.forecasting.intervals;

import java.nio.ByteBuffer;
import java.time.LocalDate;

/** Half-widths are the model's standard errors times the normal deviate. */
final class GaussianIntervals implements Intervals {

    /** Identifies this kind in the binary format. */
    static final byte KIND = 0;

    @Override
    public double[] halfWidths(LocalDate origin, double[] standardError, double z) {
        var widths = new double[standardError.length];
        for (int h = 0; h < widths.length; h++) {
            widths[h] = z * standardError[h];
        }
        return widths;
    }

    @Override
    public double deviate(LocalDate origin, double[] standardError, double distance) {
        return distance == 0 ? 0 : distance / standardError[standardError.length - 1];
    }

    @Override
    public Intervals advance(LocalDate origin, double... innovations) {
        return this;
    }

    @Override
    public Intervals reset() {
        return this;
    }

    @Override
    public boolean isInformed() {
        return true;
    }

    @Override
    public void write(ByteBuffer buffer) {
        buffer.put(KIND);
    }

    @Override
    public String toString() {
        return "gaussian";
    }
}
