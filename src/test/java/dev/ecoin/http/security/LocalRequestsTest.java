package dev.ecoin.http.security;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that dev mode allows without a password. */
class LocalRequestsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost, true",
        "127.0.0.1, LOCALHOST, true",
        "127.0.0.1, 127.0.0.1, true",
        "127.3.2.1, localhost, true",
        "0:0:0:0:0:0:0:1, [::1], true",
        "::1, localhost, true",
        // The host of an attacker's page that resolves to this machine.
        "127.0.0.1, evil.example, false",
        "127.0.0.1, localhost.evil.example, false",
        "127.0.0.1, 127.0.0.1.evil.example, false",
        "127.0.0.1, 0.0.0.0, false",
        "127.0.0.1,, false",
        "192.168.1.7, localhost, false",
        "192.168.1.7, 192.168.1.7, false",
        "::ffff:192.168.1.7, localhost, false",
        "fe80::1, localhost, false",
        "unknown, localhost, false",
        ", localhost, false"
    })
    void isLocalWhatComesFromThisMachineForItsOwnName(String client, String host, boolean isLocal) {
        assertEquals(isLocal, LocalRequests.isLocal(client, host));
    }
}
