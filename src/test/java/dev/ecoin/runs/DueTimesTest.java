package dev.ecoin.runs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DueTimesTest {

    private final DueTimes nightly = new DueTimes("0 15 1 * * ?");

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:00:00Z, 2026-11-23T01:15:00Z",
        "2026-11-23T01:14:59.999Z, 2026-11-22T01:15:00Z",
        "2026-11-23T01:15:00Z, 2026-11-23T01:15:00Z",
        "2027-01-01T00:00:00Z, 2026-12-31T01:15:00Z",
    })
    void theLastDueTimeMayBeNow(Instant now, Instant last) {
        assertEquals(last, nightly.last(now).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "disabled"})
    void aJobThatIsSwitchedOffIsNeverDue(String off) {
        assertTrue(new DueTimes(off).last(Instant.EPOCH).isEmpty());
    }

    @Test
    void whatIsNoScheduleIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new DueTimes("nightly"));
    }
}
