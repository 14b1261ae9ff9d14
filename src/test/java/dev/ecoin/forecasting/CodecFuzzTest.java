package dev.ecoin.forecasting;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.forecasting.sarima.Candidate;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaModel;
import dev.ecoin.forecasting.sarima.SarimaModelTest;
import dev.ecoin.forecasting.series.DailySeries;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32C;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CodecFuzzTest {

    private static final byte[] SARIMA = ModelCodec.encode(SarimaForecaster.automatic(7)
            .calibratedIntervals()
            .fit(DailySeries.of(SarimaModelTest.START, SarimaModelTest.prices(120, 2))));
    private static final byte[] BASELINE =
            ModelCodec.encode(SarimaForecaster.automatic(7).fit(DailySeries.of(SarimaModelTest.START, 1, 1, 1, 1)));

    /** Fails unless the result is a model or the typed exception. */
    private static void decode(byte[] bytes) {
        try {
            ModelCodec.decode(bytes);
        } catch (CorruptModelException e) {
            assertTrue(e.reason() != null && e.getMessage() != null);
        }
    }

    @Property(tries = 2000, seed = "20260101")
    void arbitraryBytesAreRejected(@ForAll byte[] bytes) {
        decode(bytes);
    }

    @Property(tries = 3000, seed = "20260101")
    void damagedFieldsUnderAValidChecksumAreRejectedOrRead(
            @ForAll @IntRange(min = 10, max = 4000) int position, @ForAll byte value, @ForAll boolean baseline) {
        byte[] bytes = (baseline ? BASELINE : SARIMA).clone();
        int end = bytes.length - Integer.BYTES;
        bytes[10 + position % (end - 10)] = value;
        var crc = new CRC32C();
        crc.update(bytes, 0, end);
        ByteBuffer.wrap(bytes).putInt(end, (int) crc.getValue());
        decode(bytes);
    }

    @Test
    void candidatesSurviveARoundTrip() {
        var model = (SarimaModel) ModelCodec.decode(SARIMA);
        assertTrue(model.candidates().size() > 10);
        assertArrayEquals(SARIMA, ModelCodec.encode(model));
        assertTrue(SARIMA.length < 4000);
        assertEquals(
                model.order(),
                model.candidates().stream()
                        .filter(Candidate::admissible)
                        .findFirst()
                        .orElseThrow()
                        .order());
    }

    @Test
    void manyFlipsAtOnceAreNoticed() {
        var random = new Random(6);
        for (int round = 0; round < 2000; round++) {
            byte[] bytes = SARIMA.clone();
            int flips = 1 + random.nextInt(4);
            for (int i = 0; i < flips; i++) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            if (!java.util.Arrays.equals(bytes, SARIMA)) {
                org.junit.jupiter.api.Assertions.assertThrows(
                        CorruptModelException.class, () -> ModelCodec.decode(bytes));
            }
        }
    }
}
