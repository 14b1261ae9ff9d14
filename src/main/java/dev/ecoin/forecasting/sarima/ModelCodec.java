package dev.ecoin.forecasting.sarima;

import dev.ecoin.forecasting.FittedModel;
import dev.ecoin.forecasting.baseline.BaselineModel;
import dev.ecoin.forecasting.sarima.CorruptModelException.Reason;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The binary form of the models that {@link SarimaForecaster} returns, SARIMA or stand-in: a mark, a version, the length,
 * the kind, the fields in big-endian order, a CRC-32C of all before it. Numbers are kept bit for bit, so forecasts after
 * a round trip are identical.
 */
public final class ModelCodec {

    private static final int MARK = 0x4543_534D;
    private static final short FIRST_VERSION = 1;
    /** Before it they were all Gaussian. */
    static final short INTERVALS = 2;
    /** Before it intervals took them to be alike. */
    static final short WEEKDAYS = 3;

    private static final short VERSION = WEEKDAYS;

    private static final byte SARIMA = 1;
    private static final byte BASELINE = 2;
    private static final int LENGTH_AT = Integer.BYTES + Short.BYTES;
    private static final int HEADER = LENGTH_AT + Integer.BYTES + Byte.BYTES;

    private ModelCodec() {}

    /**
     * The model's bytes.
     *
     * @throws IllegalArgumentException if the model is of another family
     */
    public static byte[] encode(FittedModel model) {
        ByteBuffer buffer;
        if (model instanceof SarimaModel sarima) {
            buffer = begin(SARIMA, SarimaFields.size(sarima));
            SarimaFields.write(sarima, buffer);
            IntervalFields.write(sarima.intervals(), buffer);
        } else if (model instanceof BaselineModel baseline) {
            buffer = begin(BASELINE, BaselineFields.size(baseline));
            BaselineFields.write(baseline, buffer);
            IntervalFields.write(baseline.intervals(), buffer);
        } else {
            throw new IllegalArgumentException(
                    "no binary form for " + model.getClass().getName());
        }
        int end = buffer.position();
        buffer.putInt(LENGTH_AT, end + Integer.BYTES);
        buffer.putInt(checksum(buffer.array(), end));
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private static ByteBuffer begin(byte kind, int size) {
        return ByteBuffer.allocate(HEADER + size + IntervalFields.MOST_BYTES + Integer.BYTES)
                .putInt(MARK)
                .putShort(VERSION)
                .putInt(0)
                .put(kind);
    }

    /**
     * The model of some bytes.
     *
     * @throws CorruptModelException if they are not exactly what {@link #encode} of this or an earlier version wrote
     */
    public static FittedModel decode(byte[] bytes) {
        int end = verify(bytes);
        byte kind = bytes[HEADER - 1];
        short version = ByteBuffer.wrap(bytes).getShort(Integer.BYTES);
        var buffer = ByteBuffer.wrap(bytes, HEADER, end - HEADER);
        try {
            FittedModel model =
                    switch (kind) {
                        case SARIMA -> SarimaFields.read(buffer, version);
                        case BASELINE -> BaselineFields.read(buffer, version);
                        default -> throw new CorruptModelException(Reason.INVALID_FIELD, "unknown kind " + kind);
                    };
            if (buffer.hasRemaining()) {
                throw new CorruptModelException(Reason.INVALID_FIELD, buffer.remaining() + " bytes unread");
            }
            return model;
        } catch (IllegalArgumentException
                | ArithmeticException
                | DateTimeException
                | IndexOutOfBoundsException
                | NegativeArraySizeException
                | BufferUnderflowException e) {
            throw new CorruptModelException(Reason.INVALID_FIELD, "a field is out of range: " + e.getMessage());
        }
    }

    private static int verify(byte[] bytes) {
        if (bytes.length < Integer.BYTES) {
            throw new CorruptModelException(Reason.TRUNCATED, bytes.length + " bytes are no model");
        }
        var buffer = ByteBuffer.wrap(bytes);
        if (buffer.getInt() != MARK) {
            throw new CorruptModelException(Reason.NOT_A_MODEL, "the leading mark is not a model's");
        }
        if (bytes.length < HEADER + Integer.BYTES) {
            throw new CorruptModelException(Reason.TRUNCATED, bytes.length + " bytes are less than a header");
        }
        short version = buffer.getShort();
        if (version < FIRST_VERSION || version > VERSION) {
            throw new CorruptModelException(
                    Reason.UNKNOWN_VERSION,
                    "version " + version + ", but only " + FIRST_VERSION + " to " + VERSION + " are known");
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

    private static int checksum(byte[] bytes, int end) {
        var crc = new CRC32C();
        crc.update(bytes, 0, end);
        return (int) crc.getValue();
    }

    static void put(ByteBuffer buffer, double[] values) {
        for (double value : values) {
            buffer.putDouble(value);
        }
    }

    /** Reads doubles, after making sure that so many can be there. */
    static double[] doubles(ByteBuffer buffer, int count) {
        if (count < 0 || (long) count * Double.BYTES > buffer.remaining()) {
            throw new BufferUnderflowException();
        }
        var values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = buffer.getDouble();
        }
        return values;
    }
}
