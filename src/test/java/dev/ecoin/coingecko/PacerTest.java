package dev.ecoin.coingecko;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T00:45:00Z");

    @Test
    void permitsOfASaturatedCallerLieAMinuteDividedByTheRateApart() {
        var pacer = new Pacer(10);

        var permits = IntStream.range(0, 4).mapToObj(i -> pacer.permit(NOW)).toList();

        assertEquals(
                IntStream.range(0, 4).mapToObj(i -> NOW.plusSeconds(6L * i)).toList(), permits);
    }

    @Test
    void noSlidingMinuteHoldsMoreThanTheRateAndNearlyAllOfItIsUsed() {
        for (var rate : new int[] {1, 5, 7, 30, 250, 500}) {
            var pacer = new Pacer(rate);
            var permits = IntStream.range(0, 3 * rate)
                    .mapToObj(i -> pacer.permit(NOW))
                    .toList();
            for (int i = rate; i < permits.size(); i++) {
                // Whole nanoseconds: the interval may be rounded down by less than one a call.
                var span =
                        Duration.between(permits.get(i - rate), permits.get(i)).plusNanos(rate);
                assertEquals(1, span.toMinutes(), "rate " + rate + ", call " + i);
            }
        }
    }

    @Test
    void anIdleCallerIsNotMadeToWaitNorGivenABurst() {
        var pacer = new Pacer(60);
        pacer.permit(NOW);

        var later = NOW.plusSeconds(3_600);

        assertEquals(later, pacer.permit(later));
        assertEquals(later.plusSeconds(1), pacer.permit(later));
    }

    @Test
    void aPauseDelaysTheNextPermitAndAShorterOneDoesNotCutIt() {
        var pacer = new Pacer(60);

        pacer.pauseUntil(NOW.plusSeconds(119));
        pacer.pauseUntil(NOW.plusSeconds(60));

        assertEquals(NOW.plusSeconds(119), pacer.permit(NOW));
        assertEquals(NOW.plusSeconds(120), pacer.permit(NOW));
    }

    @Test
    void aPermitGivenBackIsGrantedAgainUnlessAnotherWasTaken() {
        var pacer = new Pacer(60);
        var first = pacer.permit(NOW);

        pacer.giveBack(first);

        assertEquals(NOW, pacer.permit(NOW));
        pacer.permit(NOW);
        pacer.giveBack(first);
        assertEquals(NOW.plusSeconds(2), pacer.permit(NOW));
    }

    @Test
    void aRateBelowOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Pacer(0));
    }
}
