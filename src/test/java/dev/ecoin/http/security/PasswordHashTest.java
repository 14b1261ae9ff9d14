package dev.ecoin.http.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    /** Test vectors of OpenBSD's and Openwall's crypt_blowfish. */
    @ParameterizedTest
    @CsvSource({
        "U*U, $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U*, $2b$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "U*U*U, $2y$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a"
    })
    void hashesOfOtherProgramsAreRead(String password, String hash) {
        assertTrue(PasswordHash.parse(hash).matches(password));
        assertFalse(PasswordHash.parse(hash).matches(password + "U"));
        assertFalse(PasswordHash.parse(hash).matches(""));
    }

    @Test
    void aHashIsSaltedAndMatchesItsPasswordAlone() {
        var hash = PasswordHash.of("pässword für €");

        assertTrue(hash.matches("pässword für €"));
        assertFalse(hash.matches("pässword"));
        assertTrue(hash.toString().startsWith("$2a$12$"));
        assertEquals(60, hash.toString().length());
        assertNotEquals(hash.toString(), PasswordHash.of("pässword für €").toString());
        assertTrue(PasswordHash.parse(hash.toString()).matches("pässword für €"));
    }

    @Test
    void aPasswordThatBcryptWouldCutIsRefused() {
        var longest = "€".repeat(24);
        assertTrue(PasswordHash.of(longest).matches(longest));
        assertThrows(IllegalArgumentException.class, () -> PasswordHash.of(longest + "x"));
        assertFalse(PasswordHash.of(longest).matches(longest + "x"));
        assertThrows(IllegalArgumentException.class, () -> PasswordHash.of(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "secret", "$2a$05$short", "$1$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"})
    void whatIsNoHashIsRefusedWithoutRepeatingIt(String text) {
        var message = assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse(text))
                .getMessage();

        assertTrue(message.contains("`password`"), message);
        assertTrue(text.isEmpty() || !message.contains(text), message);
    }
}
