package dev.ecoin.forecasting;

import dev.ecoin.forecasting.CorruptModelException.Reason;
import java.nio.BufferOverflowException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Binary format of the models of all registered families: magic number, version, length, family id, fields, and the
 * CRC-32C of everything before it. A round trip does not change any forecast.
 *
 * <p>One version covers the fields of all families and of their intervals. A change to any field takes the next
 * version, a constant below, and still reads all earlier versions. {@code ModelCodecTest} has blobs of each version.
 */
public final class ModelCodec {

    private static final int MARK = 0x4543_534D;
    private static final short FIRST_VERSION = 1;
    /** Adds intervals; earlier models are all Gaussian. */
    public static final short INTERVALS = 2;
    /** Adds weekdays to calibrated intervals; earlier ones treat all weekdays alike. */
    public static final short WEEKDAYS = 3;

    /** Adds trends to calibrated intervals; the widths of earlier ones do not depend on trends. */
    public static final short TRENDS = 4;

    /**
     * Adds a pool to calibrated intervals. Models without one are still written as TRENDS, for the previous release.
     */
    public static final short POOLS = 5;

    private static final short VERSION = POOLS;

    private static final int LENGTH_AT = Integer.BYTES + Short.BYTES;
    private static final int HEADER = LENGTH_AT + Integer.BYTES + Byte.BYTES;

    /** Enough for nearly all models; the buffer grows for the rest. */
    private static final int USUAL_SIZE = 4096;

    private ModelCodec() {}

    /**
     * Encodes a model.
     *
     * @throws IllegalArgumentException if the model's family is not registered
     */
    public static byte[] encode(FittedModel model) {
        byte id = model.family().id();
        if (ModelFamilies.withId(id).isEmpty()) {
            throw new IllegalArgumentException("no family of models is registered with the id " + id);
        }
        for (int size = USUAL_SIZE; ; size *= 2) {
            try {
                ByteBuffer buffer = ByteBuffer.allocate(size)
                        .putInt(MARK)
                        .putShort(model.intervals().pool().isPresent() ? POOLS : TRENDS)
                        .putInt(0)
                        .put(id);
                model.write(buffer);
                int end = buffer.position();
                buffer.putInt(LENGTH_AT, end + Integer.BYTES);
                buffer.putInt(checksum(buffer.array(), end));
                return Arrays.copyOf(buffer.array(), buffer.position());
            } catch (BufferOverflowException e) {
                // Retry with a buffer of twice the size.
            }
        }
    }

    /**
     * Decodes a model.
     *
     * @throws CorruptModelException if the bytes are not exactly what {@link #encode} of this or an earlier version
     *     wrote
     */
    public static FittedModel decode(byte[] bytes) {
        int end = verify(bytes);
        byte id = bytes[HEADER - 1];
        ModelFamily family = ModelFamilies.withId(id)
                .orElseThrow(() -> new CorruptModelException(Reason.INVALID_FIELD, "unknown family " + id));
        short version = ByteBuffer.wrap(bytes).getShort(Integer.BYTES);
        var fields = ByteBuffer.wrap(bytes, HEADER, end - HEADER);
        try {
            FittedModel model = family.read(fields, version);
            if (fields.hasRemaining()) {
                throw new CorruptModelException(Reason.INVALID_FIELD, fields.remaining() + " bytes unread");
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
            throw new CorruptModelException(Reason.TRUNCATED, bytes.length + " bytes are too few for a model");
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

    /** Appends doubles. */
    public static void put(ByteBuffer buffer, double[] values) {
        for (double value : values) {
            buffer.putDouble(value);
        }
    }

    /** Reads doubles, after checking that {@code count} of them can remain. */
    public static double[] doubles(ByteBuffer buffer, int count) {
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
