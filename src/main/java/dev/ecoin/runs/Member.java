package dev.ecoin.runs;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

/**
 * This process as a member of the cluster that shares the database. Each run is a row that records the process
 * executing it; while that process is alive, no other starts the run. A process is alive while its lease lasts, which
 * it renews regularly. A process that is killed, cut off or paused loses its lease, and others take over its runs; its
 * later reports have no effect because they belong to an earlier attempt. An orderly shutdown gives up the lease at
 * once.
 *
 * <p>An advisory lock of PostgreSQL would outlive a process that hangs, and would end with a connection whose process
 * still works. The clustered stores of schedulers need neither, but duplicate the state in the runs' rows.
 */
@ApplicationScoped
public class Member {

    private static final Logger LOG = Logger.getLogger(Member.class);
    private static final int RENEWALS_PER_LEASE = 3;
    private static final int FIRST = 1;
    private static final int LAST = Integer.MAX_VALUE;
    private static final Duration LEAVE_TIMEOUT = Duration.ofSeconds(2);

    private final UUID id = UUID.randomUUID();
    private final String host = host();
    private final long process = ProcessHandle.current().pid();
    private final AtomicBoolean shuttingDown = new AtomicBoolean();
    private final MemberRepository members;
    private final Duration lease;
    private final boolean joins;
    private final Event<ShuttingDown> left;
    private final ScheduledExecutorService renewals = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "lease");
        thread.setDaemon(true);
        return thread;
    });

    Member(MemberRepository members, ClusterConfig config, Event<ShuttingDown> left) {
        this.members = members;
        this.lease = config.lease();
        this.joins = config.join();
        this.left = left;
    }

    public UUID id() {
        return id;
    }

    /** Whether this process was asked to shut down and must not start anything. */
    public boolean isShuttingDown() {
        return shuttingDown.get();
    }

    void join(@Observes @Priority(FIRST) StartupEvent start) {
        if (!joins) {
            return;
        }
        renew();
        var pause = Math.max(1, lease.toMillis() / RENEWALS_PER_LEASE);
        renewals.scheduleAtFixedRate(this::renew, pause, pause, TimeUnit.MILLISECONDS);
    }

    /**
     * A silent connection times out after a few seconds (see application.properties), and the second attempt uses
     * another one, long before the lease ends.
     */
    void renew() {
        if (!isRenewed(Level.DEBUG)) {
            isRenewed(Level.WARN);
        }
    }

    private boolean isRenewed(Level ifNot) {
        try {
            members.renew(id, host, process, lease);
            return true;
        } catch (RuntimeException e) {
            LOG.logf(
                    ifNot,
                    "The database was not reached to renew this process's lease; after %d s without it other processes"
                            + " take over what this one is at: %s",
                    lease.toSeconds(),
                    e);
            return false;
        }
    }

    /** If readiness goes down some time before the shutdown, nothing is started from then on. */
    void leave(@Observes ShutdownDelayInitiatedEvent delay) {
        leave();
    }

    void leave(@Observes @Priority(FIRST) ShutdownEvent shutdown) {
        leave();
    }

    private void leave() {
        if (shuttingDown.compareAndSet(false, true)) {
            left.fire(new ShuttingDown());
        }
    }

    /** Runs after all observers that end or hand back work; other members may take over the rest. */
    void giveUp(@Observes @Priority(LAST) ShutdownEvent shutdown) {
        if (joins) {
            try {
                // Wait for a running renewal, which would restore the lease.
                renewals.submit(() -> members.leave(id)).get(LEAVE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                LOG.warnf("This process could not give up its lease, which ends in %d s: %s", lease.toSeconds(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        renewals.shutdownNow();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
