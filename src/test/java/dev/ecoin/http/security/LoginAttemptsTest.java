package dev.ecoin.http.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.SettableClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginAttemptsTest {

    private final SettableClock clock = new SettableClock();
    private final LoginAttempts attempts = new LoginAttempts(clock);

    @ParameterizedTest
    @CsvSource({"1, 0", "4, 0", "5, 1", "6, 2", "7, 4", "14, 512", "15, 900", "16, 900", "1000000, 900"})
    void thePauseDoublesFromTheFifthAttemptOnUpToAQuarterOfAnHour(int attempt, int seconds) {
        assertEquals(Duration.ofSeconds(seconds), LoginAttempts.pauseAfter(attempt));
    }

    @Test
    void anAttemptWithinThePauseIsNotLookedAtAndDoesNotProlongIt() {
        fail("a", 5);

        assertEquals(Duration.ofSeconds(1), attempts.admit("a"));
        clock.advance(Duration.ofMillis(400));
        assertEquals(Duration.ofMillis(600), attempts.admit("a"));
        clock.advance(Duration.ofMillis(600));
        assertEquals(Duration.ZERO, attempts.admit("a"));
        assertEquals(Duration.ofSeconds(2), attempts.admit("a"));
    }

    @Test
    void otherClientsAreNotHeldUp() {
        fail("a", 5);

        assertEquals(Duration.ZERO, attempts.admit("b"));
    }

    @Test
    void aSuccessForgivesTheAttemptsBefore() {
        fail("a", 4);
        assertEquals(Duration.ZERO, attempts.admit("a"));
        attempts.succeeded("a");

        fail("a", 5);
    }

    @Test
    void anHourWithoutAttemptsForgivesThemToo() {
        fail("a", 5);
        clock.advance(Duration.ofHours(1));

        fail("a", 5);
    }

    @Test
    void manyClientsTogetherGetNoMoreGuessesThanTheAccountAllows() {
        assertEquals(Duration.ZERO, attempts.admit("operator"));
        attempts.succeeded("operator");
        var looked = IntStream.range(0, 10_000)
                .filter(i -> attempts.admit("bot " + i).isZero())
                .count();

        assertEquals(50, looked);
        assertEquals(LoginAttempts.NEXT_GUESS, attempts.admit("another bot"));
        assertEquals(Duration.ZERO, attempts.admit("operator"), "who has succeeded before is not locked out");
        clock.advance(LoginAttempts.NEXT_GUESS);
        assertEquals(Duration.ZERO, attempts.admit("another bot"));
        assertTrue(attempts.admit("one more bot").compareTo(Duration.ZERO) > 0);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2::1, 20010db800010002",
        "unknown, unknown"
    })
    void anIpv6NetworkIsOneClient(String address, String client) {
        assertEquals(client, ClientAddress.network(address));
    }

    private void fail(String client, int times) {
        for (int attempt = 1; attempt <= times; attempt++) {
            assertEquals(Duration.ZERO, attempts.admit(client), "attempt " + attempt);
        }
    }
}
