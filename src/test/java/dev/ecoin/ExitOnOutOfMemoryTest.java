package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class ExitOnOutOfMemoryTest {

    private static final OutOfMemoryError ERROR = new OutOfMemoryError("Java heap space");

    private final AtomicInteger exits = new AtomicInteger();
    private final ExitOnOutOfMemory handler = new ExitOnOutOfMemory(exits::incrementAndGet);

    @Test
    void theErrorIsFoundHoweverItIsLogged() {
        var suppressed = new IllegalStateException();
        suppressed.addSuppressed(new CompletionException(ERROR));
        var entries = List.of(
                thrown(ERROR),
                thrown(new IllegalStateException(new CompletionException(ERROR))),
                thrown(suppressed),
                parameter(new CompletionException(ERROR)));

        entries.forEach(handler::publish);

        assertEquals(entries.size(), exits.get());
    }

    @Test
    void otherFailuresAreNone() {
        var itself = new IllegalStateException();
        var other = new IllegalStateException(itself);
        itself.initCause(other);

        List.of(thrown(null), thrown(itself), parameter(other), parameter("OutOfMemoryError"))
                .forEach(handler::publish);

        assertEquals(0, exits.get());
    }

    private static LogRecord thrown(Throwable failure) {
        var entry = new LogRecord(Level.WARNING, "It failed");
        entry.setThrown(failure);
        return entry;
    }

    private static LogRecord parameter(Object parameter) {
        var entry = new LogRecord(Level.WARNING, "It failed: {0}");
        entry.setParameters(new Object[] {parameter});
        return entry;
    }
}
