package dev.ecoin.forecasting.baseline;

import dev.ecoin.forecasting.ModelCodec;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.series.Transform;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Reads and writes the fields of a {@link BaselineModel} in its binary format. */
final class BaselineFields {

    private static final byte NO_FALLBACK = -1;
    private static final int LONGEST_DETAIL = 500;

    private BaselineFields() {}

    static void write(BaselineModel model, ByteBuffer buffer) {
        Baseline baseline = model.baseline();
        buffer.putLong(model.origin().toEpochDay());
        buffer.put((byte) model.transform().ordinal());
        buffer.put((byte) baseline.method().ordinal());
        buffer.putDouble(baseline.sigma()).putDouble(baseline.slope()).putLong(baseline.span());
        double[] levels = baseline.levels();
        buffer.putShort((short) levels.length);
        ModelCodec.put(buffer, levels);
        for (int age : baseline.ages()) {
            buffer.putInt(age);
        }
        model.fallback().ifPresentOrElse(fallback -> write(fallback, buffer), () -> buffer.put(NO_FALLBACK));
        model.intervals().write(buffer);
    }

    private static void write(Fallback fallback, ByteBuffer buffer) {
        buffer.put((byte) fallback.reason().ordinal());
        String detail = fallback.detail();
        byte[] text =
                detail.substring(0, Math.min(LONGEST_DETAIL, detail.length())).getBytes(StandardCharsets.UTF_8);
        buffer.putShort((short) text.length).put(text);
    }

    static BaselineModel read(ByteBuffer buffer, short version) {
        LocalDate origin = LocalDate.ofEpochDay(buffer.getLong());
        Transform transform = Transform.values()[buffer.get()];
        Baseline.Method method = Baseline.Method.values()[buffer.get()];
        double sigma = buffer.getDouble();
        double slope = buffer.getDouble();
        long span = buffer.getLong();
        double[] levels = ModelCodec.doubles(buffer, buffer.getShort());
        var ages = new int[levels.length];
        for (int i = 0; i < ages.length; i++) {
            ages[i] = buffer.getInt();
        }
        var baseline = Baseline.restore(method, sigma, slope, span, levels, ages);
        Fallback fallback = fallback(buffer);
        return new BaselineModel(origin, transform, baseline, fallback, Intervals.read(buffer, version));
    }

    /** null if the model is not a fallback. */
    private static Fallback fallback(ByteBuffer buffer) {
        byte reason = buffer.get();
        if (reason == NO_FALLBACK) {
            return null;
        }
        var text = new byte[buffer.getShort()];
        buffer.get(text);
        return new Fallback(Fallback.Reason.values()[reason], new String(text, StandardCharsets.UTF_8));
    }
}
