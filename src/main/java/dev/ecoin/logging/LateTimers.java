package dev.ecoin.logging;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Filters meaningless stack traces. Vert.x's connection pool leaves a timer behind for every request that fails to get
 * a connection; half a minute later it throws because that request has already completed.
 */
@Singleton
final class LateTimers implements Filter {

    private static final Logger UNCAUGHT = Logger.getLogger("io.quarkus.vertx.core.runtime.VertxCoreRecorder");
    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

    void install(@Observes StartupEvent start) {
        UNCAUGHT.setFilter(this);
    }

    @Override
    public boolean isLoggable(LogRecord entry) {
        return !(entry.getThrown() instanceof IllegalStateException failure
                && failure.getStackTrace().length > 1
                && failure.getStackTrace()[1].getClassName().equals(POOL));
    }
}
