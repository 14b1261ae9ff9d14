package dev.ecoin.http.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithDatabaseAndCoinGecko
class KnownClientsTest {

    @Inject
    Service service;

    @Inject
    SettableClock clock;

    @Inject
    KnownClientRepository repository;

    @Inject
    OperatorAccount account;

    @BeforeEach
    void start() {
        clock.reset();
        service.query("TRUNCATE known_client");
    }

    @Test
    void aClientIsKnownToOtherProcessesTooAndForgottenAfterAWhile() {
        var process = process();
        var earlierProcess = process();
        assertFalse(contains(earlierProcess, "192.0.2.1"));

        process.add("192.0.2.1").await().indefinitely();

        assertTrue(contains(process, "192.0.2.1"));
        assertTrue(contains(process(), "192.0.2.1"), "after a restart");
        assertFalse(contains(process(), "192.0.2.2"));
        clock.advance(Duration.ofSeconds(1));
        assertTrue(contains(earlierProcess, "192.0.2.1"), "a second later on another replica");
        clock.advance(KnownClientRepository.MEMORY);
        assertFalse(contains(process(), "192.0.2.1"));
        assertFalse(contains(process, "192.0.2.1"));
    }

    @Test
    void theTableHoldsTheNewestClientsAndNoAddress() {
        service.query(
                "INSERT INTO known_client SELECT 'client ' || i, $1::timestamptz + i * interval '1 second'"
                        + " FROM generate_series(1, 1100) AS i",
                clock.instant().atOffset(ZoneOffset.UTC));
        clock.advance(Duration.ofHours(1));

        process().add("192.0.2.1").await().indefinitely();
        process().add("192.0.2.1").await().indefinitely();

        assertEquals(1_000, service.count("known_client"));
        assertEquals(0, service.count("known_client WHERE client = 'client 101'"));
        assertEquals(1, service.count("known_client WHERE client = 'client 102'"));
        assertEquals(1, service.count("known_client WHERE client = $1", account.digest("192.0.2.1")));
        clock.advance(KnownClientRepository.MEMORY);
        process().add("192.0.2.2").await().indefinitely();
        assertEquals(1, service.count("known_client"));
    }

    @Test
    void aDatabaseThatFailsDelaysAnAttemptButDoesNotPreventIt() {
        service.query("ALTER TABLE known_client RENAME TO gone");
        try {
            var process = process();
            assertFalse(contains(process, "192.0.2.1"));
            process.add("192.0.2.1").await().indefinitely();
            assertTrue(contains(process, "192.0.2.1"));
        } finally {
            service.query("ALTER TABLE gone RENAME TO known_client");
        }
    }

    private KnownClients process() {
        return new KnownClients(repository, account, clock);
    }

    private static boolean contains(KnownClients process, String client) {
        return process.contains(client).await().indefinitely();
    }
}
