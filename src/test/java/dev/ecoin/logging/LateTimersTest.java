package dev.ecoin.logging;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LateTimersTest {

    private static LogRecord thrownBy(RuntimeException failure, String type) {
        failure.setStackTrace(new StackTraceElement[] {
            new StackTraceElement("io.vertx.core.Promise", "fail", null, 1), new StackTraceElement(type, "run", null, 1)
        });
        var entry = new LogRecord(Level.SEVERE, "Uncaught exception received by Vert.x");
        entry.setThrown(failure);
        return entry;
    }

    @Test
    void onlyWhatThePoolsTimersThrowIsLeftOut() {
        var filter = new LateTimers();
        var pool = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

        assertFalse(filter.isLoggable(thrownBy(new IllegalStateException("Result is already complete"), pool)));

        assertTrue(filter.isLoggable(thrownBy(new IllegalStateException("Result is already complete"), "dev.ecoin.X")));
        assertTrue(filter.isLoggable(thrownBy(new NullPointerException(), pool)));
        assertTrue(filter.isLoggable(new LogRecord(Level.INFO, "Ready")));
    }
}
