package dev.ecoin.http.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class LoginAttemptsTest {

    private static final int GUESSES_A_SECOND = 10;
    private static final Duration BETWEEN_GUESSES = Duration.ofSeconds(1).dividedBy(GUESSES_A_SECOND);

    private final SettableClock clock = new SettableClock();
    private final LoginAttempts attempts = new LoginAttempts(clock);

    @ParameterizedTest
    @CsvSource({"1, 0", "4, 0", "5, 1", "6, 2", "7, 4", "14, 512", "15, 900", "16, 900", "1000000, 900"})
    void thePauseDoublesFromTheFifthAttemptOnUpToAQuarterOfAnHour(int attempt, int seconds) {
        assertEquals(Duration.ofSeconds(seconds), LoginAttempts.pauseAfter(attempt));
    }

    @Test
    void anAttemptWithinThePauseIsNotLookedAtAndDoesNotProlongIt() {
        fail("192.0.2.1", 5);

        assertEquals(Duration.ofSeconds(1), admit("192.0.2.1"));
        clock.advance(Duration.ofMillis(400));
        assertEquals(Duration.ofMillis(600), admit("192.0.2.1"));
        clock.advance(Duration.ofMillis(600));
        assertEquals(Duration.ZERO, admit("192.0.2.1"));
        assertEquals(Duration.ofSeconds(2), admit("192.0.2.1"));
    }

    @Test
    void otherClientsAreNotHeldUp() {
        fail("192.0.2.1", 5);

        assertEquals(Duration.ZERO, admit("192.0.2.2"));
    }

    @Test
    void aSuccessForgivesTheAttemptsBefore() {
        fail("192.0.2.1", 4);
        assertEquals(Duration.ZERO, admit("192.0.2.1"));
        attempts.succeeded("192.0.2.1");

        fail("192.0.2.1", 5);
    }

    @Test
    void anHourWithoutAttemptsForgivesThemToo() {
        fail("192.0.2.1", 5);
        clock.advance(Duration.ofHours(1));

        fail("192.0.2.1", 5);
    }

    @Test
    void answersFromMemoryAreNoWayToGuessDuringThePause() {
        fail("192.0.2.1", 5);
        for (int guess = 1; guess <= 50; guess++) {
            assertFalse(attempts.isGuessing("192.0.2.1"), "guess " + guess);
            admit("192.0.2.1");
        }

        assertTrue(attempts.isGuessing("192.0.2.1"));
        assertFalse(attempts.isGuessing("192.0.2.2"));
        clock.advance(Duration.ofSeconds(1));
        assertEquals(Duration.ZERO, admit("192.0.2.1"));
        attempts.succeeded("192.0.2.1");
        assertFalse(attempts.isGuessing("192.0.2.1"));
    }

    /** Sizes of networks that supply ever new addresses, in bits of the prefix. */
    static Stream<Arguments> networks() {
        return Stream.of(24, 16, 8, 0).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void allAddressesTogetherGetNoMoreGuessesThanTheAccountAllows(int bits) {
        var bots = addresses(bits);
        var minutes = 30;
        var looked = 0;
        for (int i = 0; i < minutes * 60 * GUESSES_A_SECOND; i++) {
            looked += admit(bots.get()).isZero() ? 1 : 0;
            // Addresses that return do not get more guesses.
            looked += admit("198.51.100." + i % 250).isZero() ? 1 : 0;
            clock.advance(BETWEEN_GUESSES);
        }

        var allowed = LoginAttempts.GUESSES + minutes * 60 / LoginAttempts.NEXT_GUESS.toSeconds();
        assertTrue(looked <= allowed, looked + " of " + allowed);
        assertTrue(
                looked >= 0.9 * (allowed - LoginAttempts.GUESSES), looked + " of " + allowed + ": none goes to waste");
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aKnownClientIsAdmittedDuringAnAttackAndItsAttemptsCount(int bits) {
        var bots = addresses(bits);
        for (int attempt = 1; attempt <= 50; attempt++) {
            attack(bots, Duration.ofSeconds(1));
            assertEquals(Duration.ZERO, attempts.admit("203.0.113.7", true).pause(), "attempt " + attempt);
            attempts.succeeded("203.0.113.7");
        }
        attempts.admit("203.0.113.7", true);
        attempts.admit("203.0.113.7", true);

        assertEquals(0, attack(bots, LoginAttempts.NEXT_GUESS));
    }

    @ParameterizedTest
    @CsvSource({"24, 10.1.3.1", "24, 10.2.0.1", "16, 10.2.0.1", "16, 11.0.0.1", "8, 11.0.0.1"})
    void anAttackFromOneNetworkLeavesAReserveToAnother(int bits, String client) {
        var bots = addresses(bits);
        attack(bots, Duration.ofMinutes(10));
        assertEquals(Duration.ZERO, admit(client));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aClientThatComesAgainIsPreferredToEverNewOnes(int bits) {
        var bots = addresses(bits);
        attack(bots, Duration.ofMinutes(20));

        for (int operator = 1; operator <= 50; operator++) {
            var client = "203.0.113." + operator;
            if (!admit(client).isZero()) {
                assertTrue(returns(client, bots), client);
            }
            attempts.succeeded(client);
        }
    }

    private boolean returns(String client, Supplier<String> bots) {
        attack(bots, LoginAttempts.RETURN);
        return admit(client).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2::1, 20010db800010002",
        "unknown, unknown"
    })
    void anIpv6NetworkIsOneClient(String address, String client) {
        assertEquals(client, ClientAddress.network(address));
    }

    @Test
    void aClientIsPartOfThreeNetworks() {
        assertEquals(List.of("c0", "c000", "c00002"), ClientAddress.networks("192.0.2.1"));
        assertEquals(List.of("20010db8", "20010db80001", "20010db8000100"), ClientAddress.networks("20010db800010002"));
        assertEquals(List.of("local", "local", "local"), ClientAddress.networks("local"));
    }

    /** Returns the number of guesses that are checked. */
    private int attack(Supplier<String> bots, Duration duration) {
        var looked = 0;
        for (long i = 0; i < duration.dividedBy(BETWEEN_GUESSES); i++) {
            looked += admit(bots.get()).isZero() ? 1 : 0;
            clock.advance(BETWEEN_GUESSES);
        }
        return looked;
    }

    /** Ever new addresses from 10.1.2.0/24, 10.1.0.0/16, 10.0.0.0/8 or everywhere. */
    private static Supplier<String> addresses(int bits) {
        var random = new Random(13);
        var network = new int[] {10, 1, 2};
        return () -> IntStream.range(0, 4)
                .map(i -> i < bits / 8 ? network[i] : random.nextInt(i == 3 ? 254 : 220) + 1)
                .mapToObj(Integer::toString)
                .reduce((a, b) -> a + "." + b)
                .orElseThrow();
    }

    private Duration admit(String client) {
        return attempts.admit(client, false).pause();
    }

    private void fail(String client, int times) {
        for (int attempt = 1; attempt <= times; attempt++) {
            assertEquals(Duration.ZERO, admit(client), "attempt " + attempt);
        }
    }
}
