package dev.ecoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DatabaseFailuresTest {

    private final AtomicInteger asked = new AtomicInteger();

    private Uni<Integer> failingTwice(Throwable failure) {
        return Uni.createFrom()
                .deferred(() -> asked.incrementAndGet() < 3
                        ? Uni.createFrom().failure(failure)
                        : Uni.createFrom().item(asked.get()));
    }

    @Test
    void whatIsAskedDuringAnOutageIsAskedAgainUntilTheDatabaseIsBack() {
        var answer =
                DatabaseFailures.retriedInOutages(failingTwice(new ConnectException("refused")), Duration.ofHours(1));
        assertEquals(3, answer.await().indefinitely());
    }

    @Test
    void whatFailsForAnotherReasonIsNot() {
        var answer = DatabaseFailures.retriedInOutages(failingTwice(new IllegalStateException()), Duration.ofHours(1));
        assertThrows(IllegalStateException.class, () -> answer.await().indefinitely());
        assertEquals(1, asked.get());
    }

    @Test
    void anOutageThatLastsTooLongIsTheAnswer() {
        var answer = DatabaseFailures.retriedInOutages(
                Uni.createFrom().failure(new IOException("away")), Duration.ofMillis(1));
        assertThrows(RuntimeException.class, () -> answer.await().indefinitely());
    }
}
