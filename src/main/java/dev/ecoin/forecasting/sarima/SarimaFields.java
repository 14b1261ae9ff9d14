package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.ModelCodec;
import dev.ecoin.forecasting.intervals.Intervals;
import dev.ecoin.forecasting.series.Transform;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Reads and writes the fields of a {@link SarimaModel} in its binary format. */
final class SarimaFields {

    /** Further candidates are dropped, worst first, to keep stored models small. */
    private static final int MOST_CANDIDATES = 120;

    private static final int ADMISSIBLE = 0x10;

    private SarimaFields() {}

    static void write(SarimaModel model, ByteBuffer buffer) {
        Sarima process = model.process();
        SarimaOrder order = process.order();
        Sarima.Estimate estimate = process.estimate();
        buffer.put((byte) order.p()).put((byte) order.d()).put((byte) order.q());
        buffer.put((byte) order.P()).put((byte) order.D()).put((byte) order.Q());
        buffer.putShort((short) order.period());
        buffer.put((byte) process.constant().ordinal())
                .put((byte) model.transform().ordinal());
        buffer.putLong(model.origin().toEpochDay()).putLong(process.length()).putInt(estimate.observations());
        ModelCodec.put(buffer, estimate.coefficients());
        ModelCodec.put(buffer, estimate.standardErrors());
        buffer.putDouble(estimate.sigma2()).putDouble(estimate.logLikelihood());
        write(process.diagnostics(), buffer);
        write(process.candidates(), buffer);

        FilterState state = process.state();
        ModelCodec.put(buffer, state.mean());
        buffer.putShort((short) state.uncertain().length);
        for (int index : state.uncertain()) {
            buffer.putShort((short) index);
        }
        ModelCodec.put(buffer, state.packed());
        model.intervals().write(buffer);
    }

    private static void write(Diagnostics diagnostics, ByteBuffer buffer) {
        LjungBox ljungBox = diagnostics.ljungBox();
        buffer.putDouble(ljungBox.statistic()).putDouble(ljungBox.pValue());
        buffer.putInt(ljungBox.lags()).putInt(ljungBox.degreesOfFreedom());
        buffer.putDouble(diagnostics.arRootDistance()).putDouble(diagnostics.maRootDistance());
        buffer.putDouble(diagnostics.rootGap()).putDouble(diagnostics.scale()).putInt(diagnostics.missing());
        int warnings = 0;
        for (var warning : diagnostics.warnings()) {
            warnings |= 1 << warning.ordinal();
        }
        buffer.putInt(warnings);
    }

    /** Differencing and period are the same for all candidates, so they are written once. */
    private static void write(List<Candidate> candidates, ByteBuffer buffer) {
        List<Candidate> kept = candidates.subList(0, Math.min(MOST_CANDIDATES, candidates.size()));
        buffer.putShort((short) kept.size());
        if (kept.isEmpty()) {
            return;
        }
        int period = 1;
        for (Candidate candidate : kept) {
            period = Math.max(period, candidate.order().period());
        }
        SarimaOrder first = kept.get(0).order();
        buffer.put((byte) first.d()).put((byte) first.D()).putShort((short) period);
        for (Candidate candidate : kept) {
            SarimaOrder order = candidate.order();
            buffer.put((byte) order.p()).put((byte) order.q());
            buffer.put((byte) (order.P() << 4 | order.Q()));
            buffer.put((byte) (candidate.constant().ordinal() | (candidate.admissible() ? ADMISSIBLE : 0)));
            buffer.putDouble(candidate.aicc());
        }
    }

    static SarimaModel read(ByteBuffer buffer, short version) {
        var order = new SarimaOrder(
                buffer.get(), buffer.get(), buffer.get(), buffer.get(), buffer.get(), buffer.get(), buffer.getShort());
        Constant constant = Constant.values()[buffer.get()];
        Transform transform = Transform.values()[buffer.get()];
        LocalDate origin = LocalDate.ofEpochDay(buffer.getLong());
        long length = buffer.getLong();
        int observations = buffer.getInt();
        double[] coefficients = ModelCodec.doubles(buffer, order.coefficients() + (constant == Constant.NONE ? 0 : 1));
        double[] errors = ModelCodec.doubles(buffer, coefficients.length);
        var estimate = new Sarima.Estimate(coefficients, errors, buffer.getDouble(), buffer.getDouble(), observations);
        Diagnostics diagnostics = diagnostics(buffer);
        List<Candidate> candidates = candidates(buffer);
        int dimension = Math.max(order.arDegree(), order.maDegree() + 1) + order.differenced();
        double[] mean = ModelCodec.doubles(buffer, dimension);
        var uncertain = new int[buffer.getShort()];
        for (int i = 0; i < uncertain.length; i++) {
            uncertain[i] = buffer.getShort();
            if (uncertain[i] < 0 || uncertain[i] >= dimension) {
                throw new IllegalArgumentException("state index " + uncertain[i]);
            }
        }
        double[] packed = ModelCodec.doubles(buffer, uncertain.length * (uncertain.length + 1) / 2);
        var state = new FilterState(mean, packed, uncertain);
        return new SarimaModel(
                origin,
                transform,
                new Sarima(order, constant, estimate, state, length, diagnostics, candidates),
                Intervals.read(buffer, version));
    }

    private static Diagnostics diagnostics(ByteBuffer buffer) {
        double statistic = buffer.getDouble();
        double pValue = buffer.getDouble();
        var ljungBox = new LjungBox(statistic, buffer.getInt(), buffer.getInt(), pValue);
        double arRootDistance = buffer.getDouble();
        double maRootDistance = buffer.getDouble();
        double rootGap = buffer.getDouble();
        double scale = buffer.getDouble();
        int missing = buffer.getInt();
        int flags = buffer.getInt();
        var warnings = EnumSet.noneOf(Diagnostics.Warning.class);
        for (var warning : Diagnostics.Warning.values()) {
            if ((flags & 1 << warning.ordinal()) != 0) {
                warnings.add(warning);
            }
        }
        return new Diagnostics(ljungBox, arRootDistance, maRootDistance, rootGap, scale, missing, warnings);
    }

    private static List<Candidate> candidates(ByteBuffer buffer) {
        int count = buffer.getShort();
        var candidates = new ArrayList<Candidate>();
        if (count == 0) {
            return candidates;
        }
        int d = buffer.get();
        int D = buffer.get();
        int period = buffer.getShort();
        for (int i = 0; i < count; i++) {
            int p = buffer.get();
            int q = buffer.get();
            int seasonal = buffer.get();
            int flags = buffer.get();
            var order = new SarimaOrder(p, d, q, seasonal >> 4, D, seasonal & 0xF, period);
            var constant = Constant.values()[flags & ADMISSIBLE - 1];
            candidates.add(new Candidate(order, constant, buffer.getDouble(), (flags & ADMISSIBLE) != 0));
        }
        return candidates;
    }
}
