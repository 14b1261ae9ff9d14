package dev.ecoin.runs;

import static java.util.stream.Collectors.toMap;

import dev.ecoin.database.DatabaseAway;
import dev.ecoin.database.DatabaseFailures;
import dev.ecoin.database.DatabaseRefusal;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.Session;
import dev.ecoin.logging.LogFields;
import dev.ecoin.runs.RunAttempt.Reason;
import dev.ecoin.runs.RunKind.Workers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The engine for everything that takes time. A run is a row: a caller requests it, a process with a free thread claims
 * it, another process takes it over if the first one dies, and one transaction stores its result and its end. Reports
 * of an earlier attempt have no effect.
 */
@ApplicationScoped
public class Runs {

    /** The channel that notifies of requests. */
    public static final String CHANNEL = "run_requested";

    private static final Logger LOG = Logger.getLogger(Runs.class);
    private static final int IDLE_SECONDS = 60;
    private static final Duration LOOK_AGAIN_AFTER_CALL = Duration.ofMillis(300);
    private static final Duration TIME_TO_END = Duration.ofSeconds(5);
    private static final Duration TIME_TO_BREAK_OFF = Duration.ofSeconds(3);

    private final RunConfig config;
    private final RunRepository runs;
    private final JobDatabase database;
    private final Member member;
    private final Clock clock;
    private final List<RunFollower> followers;
    private final MeterRegistry metrics;
    private final Map<String, RunKind> kinds;
    private final Map<Workers, Semaphore> places = new EnumMap<>(Workers.class);
    private final Map<Workers, ThreadPoolExecutor> threads = new EnumMap<>(Workers.class);
    private final Map<Long, RunAttempt> underWay = new ConcurrentHashMap<>();
    private final Semaphore awake = new Semaphore(0);
    private final ScheduledExecutorService looks =
            new ScheduledThreadPoolExecutor(1, work -> daemon(work, "look"), new ThreadPoolExecutor.DiscardPolicy());

    /** Read lock: a run is starting. Write lock: the search for orphaned or open runs. */
    private final ReadWriteLock beginning = new ReentrantReadWriteLock();

    private volatile long leftAt;

    Runs(
            RunConfig config,
            RunRepository runs,
            JobDatabase database,
            Member member,
            Clock clock,
            @All List<RunKind> kinds,
            @All List<RunFollower> followers,
            MeterRegistry metrics,
            @ConfigProperty(name = "ecoin.training.threads") Optional<Integer> processors) {
        this.config = config;
        this.runs = runs;
        this.database = database;
        this.member = member;
        this.clock = clock;
        this.followers = followers;
        this.metrics = metrics;
        this.kinds = kinds.stream().collect(toMap(RunKind::name, Function.identity()));
        open(
                Workers.PROCESSORS,
                processors.orElse(Math.max(1, Runtime.getRuntime().availableProcessors() - 1)),
                Thread.MIN_PRIORITY);
        open(Workers.CALLS, config.calls(), Thread.NORM_PRIORITY);
        open(Workers.DELIVERIES, config.deliveries(), Thread.NORM_PRIORITY);
    }

    private void open(Workers workers, int most, int priority) {
        places.put(workers, new Semaphore(most));
        var pool = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    var thread = daemon(work, "runs " + workers.name().toLowerCase(Locale.ROOT));
                    thread.setPriority(priority);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        threads.put(workers, pool);
    }

    private static Thread daemon(Runnable work, String name) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Number of threads for a kind of work. */
    public int most(Workers workers) {
        return threads.get(workers).getCorePoolSize();
    }

    /** Starts executing runs, until the process shuts down; to be called once. */
    public void start() {
        daemon(this::dispatch, "runs").start();
        looks.scheduleWithFixedDelay(this::look, 0, config.look().toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Requests a run, or finds an equal one already waiting; it starts as soon as a thread is free. */
    public long request(RunRequest request) {
        var id = database.transaction(session -> request(session, request));
        wake();
        return id;
    }

    /** Requests a run as part of a transaction; call {@link #wake} afterwards to start it immediately. */
    public long request(Session session, RunRequest request) throws Exception {
        return runs.request(session, request, clock.instant());
    }

    /** Searches for runs immediately. */
    public void wake() {
        awake.release();
    }

    /** Notifies every process, after the transaction, of the runs requested in it. */
    public void callAll(Session session) throws Exception {
        session.update("NOTIFY " + CHANNEL);
    }

    /** Requests a run for a due time that every process reaches; only the first request counts. */
    public void requestOnce(String job, Instant due, RunRequest request) {
        database.run(session -> {
            if (runs.isFirst(session, job, due)) {
                request(session, request);
            }
        });
        wake();
    }

    /** Makes waiting runs of a kind due immediately. */
    public void hasten(Session session, String kind) throws Exception {
        runs.hasten(session, kind, clock.instant());
    }

    /** Requests a run as part of a transaction, and ends the pause of the same one if there is one. */
    public void requestNow(Session session, RunRequest request) throws Exception {
        request(session, request);
        runs.hasten(session, request, clock.instant());
    }

    /** Removes the oldest ended runs of a kind but for so many, in a transaction. */
    public void prune(Session session, String kind, int keep) throws Exception {
        runs.pruneKind(session, kind, keep);
    }

    /** Deletes the oldest ended runs of a coin beyond the number to keep. */
    public void prune(String coin, int keep) {
        database.run(session -> runs.prune(session, coin, keep));
    }

    /**
     * Performs a run immediately in this thread, for a caller that waits, and requests its follow-up runs.
     *
     * @return the run afterwards; empty if its lane is taken or this process shuts down, in which case nothing is
     *     requested
     */
    public Optional<Run> perform(RunRequest request) {
        return perform(request, session -> true, kinds.get(request.kind())::perform);
    }

    /**
     * Like {@link #perform(RunRequest)}, with a condition and other work.
     *
     * @param wanted evaluated once the lane is locked against other processes; if false nothing is requested
     * @param work replaces the kind's own work
     */
    public Optional<Run> perform(
            RunRequest request, JobDatabase.Work<Boolean> wanted, Function<RunAttempt, JobDatabase.Work<Ending>> work) {
        if (member.isShuttingDown()) {
            return Optional.empty();
        }
        Optional<RunAttempt> attempt;
        try {
            attempt = begin(session -> {
                var id = request(session, request);
                var claimed =
                        runs.claim(session, id, member.id(), clock.instant()).orElseThrow(NotBegun::new);
                if (!wanted.in(session)) {
                    throw new NotBegun();
                }
                return Optional.of(claimed);
            });
        } catch (NotBegun e) {
            return Optional.empty();
        }
        attempt.ifPresent(begun -> perform(begun, work, List.of()));
        return attempt.flatMap(begun -> find(begun.run().id()));
    }

    /** Rolls back an unnecessary start. */
    private static final class NotBegun extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** A paused run that equals the request. */
    public Optional<Run> paused(RunRequest request) {
        return database.transaction(session -> runs.paused(session, request));
    }

    /** A run and its state. */
    public Optional<Run> find(long id) {
        return database.transaction(session -> runs.find(session, id));
    }

    /** Whether a run of the kinds is running in any process, or is due. */
    public boolean isAnyOpen(String... ofKinds) {
        return database.transaction(session -> runs.isAnyOpen(session, List.of(ofKinds), clock.instant()));
    }

    /**
     * Like {@link #isAnyOpen}, for a decision in a transaction: waits for endings in progress, and no ending is
     * recorded until the transaction ends.
     */
    public boolean isAnyLeftOpen(Session session, String... ofKinds) throws Exception {
        return runs.isAnyLeftOpen(session, List.of(ofKinds), clock.instant());
    }

    /** Whether no run is running here and none is due. */
    public boolean isIdle() {
        // Between claim and start, a run is neither waiting nor running here.
        beginning.writeLock().lock();
        try {
            return isIdleHere() && !database.transaction(session -> runs.isAnyNext(session, clock.instant()));
        } finally {
            beginning.writeLock().unlock();
        }
    }

    /** Whether no run is running here. */
    public boolean isIdleHere() {
        return underWay.isEmpty();
    }

    void cancelHere(long run) {
        Optional.ofNullable(underWay.get(run)).ifPresent(attempt -> attempt.end(Reason.CANCELLED));
    }

    private void dispatch() {
        try {
            while (!member.isShuttingDown()) {
                awake.acquire();
                awake.drainPermits();
                attempt(this::fill);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Searches for runs that other processes requested or abandoned. */
    private void look() {
        attempt(this::takeOver);
        wake();
    }

    /**
     * Handles a notification that runs were requested. If another process holds locks on the next runs while claiming
     * one of them, this one searches again.
     */
    public void called() {
        wake();
        looks.schedule(this::wake, LOOK_AGAIN_AFTER_CALL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void attempt(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException | Error e) {
            // The runs stay due; the renewal of the lease logs outages.
            if (!DatabaseFailures.isOutage(e)) {
                LOG.error("The search for runs failed; the next one retries", e);
            }
        }
    }

    /** Makes runs of dead processes wait again. */
    public void takeOver() {
        beginning.writeLock().lock();
        List<Run> orphans;
        try {
            orphans = database.transaction(
                    session -> runs.takeOver(session, member.id(), underWay.keySet(), clock.instant()));
        } finally {
            beginning.writeLock().unlock();
        }
        for (var run : orphans) {
            LOG.warnf(
                    "The process executing the %s has died; %s",
                    named(run), run.state() == RunState.WAITING ? "the run waits again" : run.error());
            wake();
        }
    }

    /** Gives each free thread a suitable run. Only the dispatcher occupies threads. */
    private void fill() {
        while (!member.isShuttingDown()) {
            var wanted = kinds.values().stream()
                    .filter(kind -> places.get(kind.workers()).availablePermits() > 0)
                    .map(RunKind::name)
                    .toList();
            var attempt = wanted.isEmpty()
                    ? Optional.<RunAttempt>empty()
                    : begin(session -> runs.claim(session, wanted, member.id(), clock.instant()));
            if (attempt.isEmpty()) {
                return;
            }
            attempt.ifPresent(this::performBeside);
        }
    }

    private void performBeside(RunAttempt attempt) {
        var kind = kinds.get(attempt.run().kind());
        var place = places.get(kind.workers());
        place.acquireUninterruptibly();
        threads.get(kind.workers()).execute(() -> {
            try {
                perform(attempt, kind::perform, followers);
            } finally {
                place.release();
                wake();
            }
        });
    }

    private Optional<RunAttempt> begin(JobDatabase.Work<Optional<Run>> claim) {
        beginning.readLock().lock();
        try {
            var attempt = database.transaction(claim)
                    .map(run -> new RunAttempt(run, database, runs, config.databasePatience()));
            attempt.ifPresent(begun -> underWay.put(begun.run().id(), begun));
            if (member.isShuttingDown()) {
                attempt.ifPresent(begun -> begun.end(Reason.SHUTDOWN));
            }
            return attempt;
        } catch (DatabaseRefusal e) {
            // Another process took the lane, or the coin was removed, at the same moment.
            if (e.isUniqueViolation() || e.isOfNothing()) {
                return Optional.empty();
            }
            throw e;
        } finally {
            beginning.readLock().unlock();
        }
    }

    private void perform(
            RunAttempt attempt, Function<RunAttempt, JobDatabase.Work<Ending>> work, List<RunFollower> followers) {
        var run = attempt.run();
        var timer = Timer.start(metrics);
        var outcome = RunState.FAILED;
        try {
            outcome = labelled(run, () -> ended(attempt, result(attempt, work), followers));
        } catch (LostRun e) {
            LOG.warnf("The %s was taken over by another process: %s", named(run), e.getMessage());
        } catch (DatabaseAway e) {
            LOG.warnf(
                    "The %s was interrupted and is repeated once the database is back: %s", named(run), e.getMessage());
        } catch (CancellationException e) {
            LOG.warnf("The %s was interrupted by the shutdown and is repeated by another process", named(run));
        } catch (RuntimeException e) {
            LOG.errorf(e, "The end of the %s could not be recorded; it is repeated", named(run));
        } finally {
            underWay.remove(run.id());
            attempt.ended();
            var label = outcome.label();
            kinds.get(run.kind())
                    .timer()
                    .ifPresent(name -> timer.stop(
                            metrics.timer(name, "coin", run.coin() == null ? "" : run.coin(), "outcome", label)));
        }
    }

    /** Performs work with the run's log fields. */
    private <T> T labelled(Run run, Supplier<T> work) {
        return run.coin() == null
                ? LogFields.ofRun(address(run), work)
                : LogFields.ofCoin(run.coin(), () -> LogFields.ofRun(address(run), work));
    }

    /** The run in a sentence. */
    private static String named(Run run) {
        return run.kind() + (run.coin() == null ? "" : " of " + run.coin()) + " (" + run.id() + ")";
    }

    private String address(Run run) {
        return kinds.get(run.kind()).address() + run.id();
    }

    private static JobDatabase.Work<Ending> result(
            RunAttempt attempt, Function<RunAttempt, JobDatabase.Work<Ending>> work) {
        try {
            return work.apply(attempt);
        } catch (LostRun | DatabaseAway e) {
            throw e;
        } catch (CancellationException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return failed(attempt.run(), e);
        } catch (RuntimeException | Error e) {
            return failed(attempt.run(), e);
        }
    }

    private static JobDatabase.Work<Ending> failed(Run run, Throwable e) {
        var reason = e.getMessage() == null ? e.toString() : e.getMessage();
        LOG.warnf("The %s failed; active models stay: %s", named(run), reason);
        LOG.debug("Run failed", e);
        return session -> Ending.failed(reason);
    }

    /** Ends a run; it fails if its result cannot be stored. */
    private RunState ended(RunAttempt attempt, JobDatabase.Work<Ending> result, List<RunFollower> followers) {
        try {
            return end(attempt, result, followers);
        } catch (LostRun | DatabaseAway e) {
            throw e;
        } catch (RuntimeException e) {
            return end(attempt, failed(attempt.run(), e), followers);
        }
    }

    private RunState end(RunAttempt attempt, JobDatabase.Work<Ending> result, List<RunFollower> followers) {
        var state = database.throughOutages(config.databasePatience(), session -> {
            var before = runs.ended(session, attempt.run());
            if (before.isPresent()) {
                return before.get();
            }
            var ending = result.in(session);
            runs.end(session, attempt.run(), ending, clock.instant());
            for (var follower : followers) {
                follower.ended(session, attempt.run(), ending);
            }
            return ending.state();
        });
        wake();
        return state;
    }

    /** Leaves waiting runs to other processes; running ones end as soon as possible. */
    void shutDown(@Observes ShuttingDown event) {
        leftAt = System.nanoTime();
        looks.shutdown();
        underWay.values().forEach(attempt -> attempt.end(Reason.SHUTDOWN));
        wake();
    }

    /** Running requests may already have used the time that runs have to end. */
    void stop(@Observes ShutdownEvent shutdown) throws InterruptedException {
        if (!awaitEnds(leftAt + TIME_TO_END.toNanos())) {
            underWay.values().forEach(attempt -> attempt.end(Reason.BROKEN_OFF));
            awaitEnds(System.nanoTime() + TIME_TO_BREAK_OFF.toNanos());
        }
        threads.values().forEach(ExecutorService::shutdownNow);
    }

    /** Waits for all of them together, up to a timeout. */
    private boolean awaitEnds(long end) throws InterruptedException {
        for (var attempt : List.copyOf(underWay.values())) {
            if (!attempt.awaitEnd(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()))) {
                return false;
            }
        }
        return true;
    }
}
