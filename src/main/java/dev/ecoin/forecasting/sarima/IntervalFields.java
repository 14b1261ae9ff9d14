package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.intervals.CalibratedIntervals;
import dev.ecoin.forecasting.intervals.Intervals;
import java.nio.ByteBuffer;

/** Fields of {@link Intervals} in a model's binary form. */
final class IntervalFields {

    static final int MOST_BYTES = 1 + CalibratedIntervals.mostBytes();

    private static final byte GAUSSIAN = 0;
    private static final byte CALIBRATED = 1;

    private IntervalFields() {}

    static void write(Intervals intervals, ByteBuffer buffer) {
        if (intervals instanceof CalibratedIntervals calibrated) {
            calibrated.write(buffer.put(CALIBRATED));
        } else {
            buffer.put(GAUSSIAN);
        }
    }

    /** @param version of the model's binary form */
    static Intervals read(ByteBuffer buffer, short version) {
        byte kind = version < ModelCodec.INTERVALS ? GAUSSIAN : buffer.get();
        return switch (kind) {
            case GAUSSIAN -> Intervals.GAUSSIAN;
            case CALIBRATED -> CalibratedIntervals.read(buffer, version >= ModelCodec.WEEKDAYS);
            default -> throw new IllegalArgumentException("unknown kind of intervals " + kind);
        };
    }
}
