package dev.ecoin;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Ends the process after an OutOfMemoryError, because interrupted work may hang forever while a restart helps. The JVM
 * option {@code -XX:+ExitOnOutOfMemoryError} does the same, but a jar cannot set it. No API reports the error, so this
 * class watches for two symptoms:
 *
 * <ul>
 * <li>Code that catches the error usually logs it, for heap, direct memory and threads alike.
 * <li>Vert.x swallows it when it closes a connection because of it. But before the JVM throws it for lack of heap, it
 * clears all soft references, including one in constant use, which it otherwise never clears.
 * </ul>
 */
@Singleton
final class ExitOnOutOfMemory extends Handler {

    private static final Logger LOG = Logger.getLogger(ExitOnOutOfMemory.class);

    /** The JVM's own exit status in this case. */
    private static final int STATUS = 3;

    private static final int DEEPEST_CAUSE = 16;

    /** In milliseconds. */
    private static final long BETWEEN_USES = 1_000;

    private static final byte[] LAST_WORDS = ("The service ends with status " + STATUS
                    + ", because it is out of memory. Give it more: -Xmx or -XX:MaxRAMPercentage, such as JAVA_TOOL_OPTIONS=-Xmx1g\n")
            .getBytes(StandardCharsets.UTF_8);

    private final Runnable exit;

    ExitOnOutOfMemory() {
        // Opened early, because there may be no memory for it later.
        this(endingBy(new FileOutputStream(FileDescriptor.err)));
    }

    ExitOnOutOfMemory(Runnable exit) {
        this.exit = exit;
    }

    private static Runnable endingBy(OutputStream errorOutput) {
        return () -> {
            try {
                errorOutput.write(LAST_WORDS);
            } catch (IOException e) {
                LOG.trace("Nobody reads the last words", e);
            } finally {
                Runtime.getRuntime().halt(STATUS);
            }
        };
    }

    void install(@Observes StartupEvent start, LaunchMode mode) {
        if (mode == LaunchMode.NORMAL) {
            var root = (org.jboss.logmanager.Logger) java.util.logging.Logger.getLogger("");
            // As the first handler, because the others need memory and may change the record.
            root.setHandlers(Stream.concat(Stream.of(this), Arrays.stream(root.getHandlers()))
                    .toArray(Handler[]::new));
            Thread.setDefaultUncaughtExceptionHandler(this::uncaught);
            if (ImageMode.current() == ImageMode.JVM) {
                var watch = new Thread(this::watchSoftReference, "memory watch");
                watch.setDaemon(true);
                watch.start();
            }
        }
    }

    private void watchSoftReference() {
        var cleared = new ReferenceQueue<>();
        var used = new SoftReference<>(new Object(), cleared);
        try {
            while (cleared.remove(BETWEEN_USES) == null) {
                // Only get() counts as use.
                LOG.tracef("%s is there", used.get());
            }
            exit.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void uncaught(Thread thread, Throwable failure) {
        check(failure, 0);
        LOG.errorf(failure, "The thread %s failed", thread.getName());
    }

    @Override
    public void publish(LogRecord entry) {
        check(entry.getThrown(), 0);
        if (entry.getParameters() != null) {
            for (var parameter : entry.getParameters()) {
                if (parameter instanceof Throwable failure) {
                    check(failure, 0);
                }
            }
        }
    }

    private void check(Throwable failure, int depth) {
        if (failure instanceof OutOfMemoryError) {
            exit.run();
        } else if (failure != null && depth < DEEPEST_CAUSE) {
            check(failure.getCause(), depth + 1);
            for (var suppressed : failure.getSuppressed()) {
                check(suppressed, depth + 1);
            }
        }
    }

    @Override
    public void flush() {
        // Nothing to flush.
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
