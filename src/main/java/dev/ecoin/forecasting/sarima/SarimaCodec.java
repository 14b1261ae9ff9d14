package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.sarima.CorruptModelException.Reason;
import dev.ecoin.forecasting.series.Transform;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.zip.CRC32C;

/**
 * The binary form of a {@link SarimaModel}: a mark, a version, the length, the fields in big-endian order, a CRC-32C of
 * all before it. Numbers are kept bit for bit, so forecasts after a round trip are identical.
 */
public final class SarimaCodec {

    private static final int MARK = 0x4543_534D;
    private static final short VERSION = 1;
    private static final int HEADER = Integer.BYTES + Short.BYTES + Integer.BYTES;

    private SarimaCodec() {}

    /** The model's bytes. */
    public static byte[] encode(SarimaModel model) {
        Sarima process = model.process();
        SarimaOrder order = process.order();
        Sarima.Estimate estimate = process.estimate();
        Diagnostics diagnostics = process.diagnostics();
        FilterState state = process.state();
        int doubles = 2 * estimate.coefficients().length + 2 + 6 + state.mean().length + state.packed().length;
        int size = HEADER + 128 + Double.BYTES * doubles + Integer.BYTES * state.uncertain().length;
        var buffer = ByteBuffer.allocate(size);
        buffer.putInt(MARK).putShort(VERSION).putInt(0);
        buffer.put((byte) order.p()).put((byte) order.d()).put((byte) order.q());
        buffer.put((byte) order.P()).put((byte) order.D()).put((byte) order.Q());
        buffer.putShort((short) order.period());
        buffer.put((byte) process.constant().ordinal())
                .put((byte) model.transform().ordinal());
        buffer.putLong(model.origin().toEpochDay()).putLong(process.length()).putInt(estimate.observations());
        put(buffer, estimate.coefficients());
        put(buffer, estimate.standardErrors());
        buffer.putDouble(estimate.sigma2()).putDouble(estimate.logLikelihood());

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

        put(buffer, state.mean());
        buffer.putShort((short) state.uncertain().length);
        for (int index : state.uncertain()) {
            buffer.putShort((short) index);
        }
        put(buffer, state.packed());

        int end = buffer.position();
        buffer.putInt(Integer.BYTES + Short.BYTES, end + Integer.BYTES);
        buffer.putInt(checksum(buffer.array(), end));
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /**
     * The model of some bytes.
     *
     * @throws CorruptModelException if they are not exactly what {@link #encode} of this or an earlier version wrote
     */
    public static SarimaModel decode(byte[] bytes) {
        int end = verify(bytes);
        var buffer = ByteBuffer.wrap(bytes, HEADER, end - HEADER);
        try {
            SarimaModel model = read(buffer);
            if (buffer.hasRemaining()) {
                throw new CorruptModelException(Reason.INVALID_FIELD, buffer.remaining() + " bytes unread");
            }
            return model;
        } catch (IllegalArgumentException
                | DateTimeException
                | IndexOutOfBoundsException
                | BufferUnderflowException e) {
            throw new CorruptModelException(Reason.INVALID_FIELD, "a field is out of range: " + e.getMessage());
        }
    }

    private static int verify(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        if (bytes.length < Integer.BYTES || buffer.getInt() != MARK) {
            throw bytes.length < Integer.BYTES
                    ? new CorruptModelException(Reason.TRUNCATED, bytes.length + " bytes are no model")
                    : new CorruptModelException(Reason.NOT_A_MODEL, "the leading mark is not a model's");
        }
        if (bytes.length < HEADER + Integer.BYTES) {
            throw new CorruptModelException(Reason.TRUNCATED, bytes.length + " bytes are less than a header");
        }
        short version = buffer.getShort();
        if (version != VERSION) {
            throw new CorruptModelException(
                    Reason.UNKNOWN_VERSION, "version " + version + ", but only " + VERSION + " is known");
        }
        int length = buffer.getInt();
        if (length > bytes.length) {
            throw new CorruptModelException(Reason.TRUNCATED, bytes.length + " bytes of " + length);
        }
        if (length < bytes.length) {
            throw new CorruptModelException(Reason.TRAILING_BYTES, bytes.length + " bytes instead of " + length);
        }
        int end = length - Integer.BYTES;
        if (buffer.getInt(end) != checksum(bytes, end)) {
            throw new CorruptModelException(Reason.CHECKSUM, "the checksum does not match");
        }
        return end;
    }

    private static SarimaModel read(ByteBuffer buffer) {
        var order = new SarimaOrder(
                buffer.get(), buffer.get(), buffer.get(), buffer.get(), buffer.get(), buffer.get(), buffer.getShort());
        Constant constant = Constant.values()[buffer.get()];
        Transform transform = Transform.values()[buffer.get()];
        LocalDate origin = LocalDate.ofEpochDay(buffer.getLong());
        long length = buffer.getLong();
        int observations = buffer.getInt();
        int arma = order.coefficients();
        double[] coefficients = doubles(buffer, arma + (constant == Constant.NONE ? 0 : 1));
        double[] errors = doubles(buffer, coefficients.length);
        double sigma2 = buffer.getDouble();
        double logLikelihood = buffer.getDouble();
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
        int dimension = Math.max(order.arDegree(), order.maDegree() + 1) + order.differenced();
        double[] mean = doubles(buffer, dimension);
        var uncertain = new int[buffer.getShort()];
        for (int i = 0; i < uncertain.length; i++) {
            uncertain[i] = buffer.getShort();
            if (uncertain[i] < 0 || uncertain[i] >= dimension) {
                throw new IllegalArgumentException("state index " + uncertain[i]);
            }
        }
        double[] packed = doubles(buffer, uncertain.length * (uncertain.length + 1) / 2);
        var estimate = new Sarima.Estimate(coefficients, errors, sigma2, logLikelihood, observations);
        var diagnostics = new Diagnostics(ljungBox, arRootDistance, maRootDistance, rootGap, scale, missing, warnings);
        var state = new FilterState(mean, packed, uncertain);
        return new SarimaModel(origin, transform, new Sarima(order, constant, estimate, state, length, diagnostics));
    }

    private static void put(ByteBuffer buffer, double[] values) {
        for (double value : values) {
            buffer.putDouble(value);
        }
    }

    private static double[] doubles(ByteBuffer buffer, int count) {
        if (count < 0 || (long) count * Double.BYTES > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        var values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = buffer.getDouble();
        }
        return values;
    }

    private static int checksum(byte[] bytes, int end) {
        var crc = new CRC32C();
        crc.update(bytes, 0, end);
        return (int) crc.getValue();
    }
}
