package dev.ecoin.runs;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.database.JobDatabase.Work;
import dev.ecoin.database.Session;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine with a kind of run that the test controls. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class RunsTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String KIND = "test";

    @Inject
    Runs runs;

    @Inject
    RunRequestRepository queries;

    @Inject
    RunRepository repository;

    @Inject
    JobDatabase database;

    @Inject
    TestKind kind;

    @Inject
    Service service;

    @Inject
    SettableClock clock;

    /** A kind is one class. */
    @Singleton
    static class TestKind implements RunKind, RunFollower {

        private final ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
        private volatile Function<RunAttempt, Work<Ending>> work;
        private volatile Work<Void> after;

        void reset() {
            done.clear();
            work = attempt -> session -> Ending.succeeded();
            after = session -> null;
        }

        @Override
        public String name() {
            return KIND;
        }

        @Override
        public Workers workers() {
            return Workers.CALLS;
        }

        @Override
        public Work<Ending> perform(RunAttempt attempt) {
            done.add(attempt.run().options() + " " + attempt.run().requestedBy());
            return work.apply(attempt);
        }

        @Override
        public void ended(Session session, Run run, Ending ending) throws Exception {
            if (run.kind().equals(KIND)) {
                after.in(session);
            }
        }
    }

    @BeforeEach
    void start() {
        service.reset("bitcoin");
        kind.reset();
    }

    private static RunRequest request(String lane, String by) {
        return new RunRequest(KIND, null, lane, "{}", by, 10);
    }

    @Test
    void theSameRequestWaitsOnceWithTheHigherPriorityAndAnyOtherWaitsToo() {
        var held = hold();
        var first = runs.request(request("a", "night").inTurn());
        var same = runs.request(request("a", "ann"));
        var other = runs.request(new RunRequest(KIND, null, "a", "{\"order\": 1}", "ann", 10));
        var byRequest = queries.request(request("a", "bob")).await().indefinitely();

        assertEquals(first, same);
        assertEquals(first, byRequest);
        assertEquals(2, service.count("run WHERE state = 'waiting'"));
        assertEquals("ann", runs.find(first).orElseThrow().requestedBy());
        held.release();
        service.awaitRequestedWork();
        assertEquals(RunState.SUCCEEDED, runs.find(first).orElseThrow().state());
        assertEquals(RunState.SUCCEEDED, runs.find(other).orElseThrow().state());
    }

    @Test
    void ofALaneOneRunsAtATimeAndTheUrgentFirst() {
        var held = hold();
        runs.request(request("a", "third").inTurn());
        runs.request(new RunRequest(KIND, null, "a", "{\"n\": 1}", "first", 10));
        runs.request(new RunRequest(KIND, null, "a", "{\"n\": 2}", "second", 10));
        assertFalse(runs.perform(new RunRequest(KIND, null, "held", "{\"n\": 3}", "nobody", 10))
                .isPresent());
        kind.done.clear();

        held.release();
        service.awaitRequestedWork();

        assertEquals(List.of("{\"n\": 1} first", "{\"n\": 2} second", "{} third"), List.copyOf(kind.done));
        assertEquals(
                0, service.count("run WHERE requested_by = 'nobody'"), "who is not let begin has asked for nothing");
    }

    @Test
    void whatAStalledProcessReportsAfterItsTakeoverChangesNothingThoughItWakesInTheSameInstant() {
        kind.work = attempt -> {
            var run = attempt.run();
            kind.work = later -> session -> Ending.succeeded();
            database.run(
                    session -> session.update("UPDATE run SET member = $2 WHERE id = $1", run.id(), UUID.randomUUID()));
            runs.takeOver();
            assertThrows(LostRun.class, () -> attempt.phase("late"));
            return session -> {
                session.update("UPDATE coin SET symbol = 'late'");
                return Ending.succeeded();
            };
        };

        var run = runs.perform(request("a", "test")).orElseThrow();

        assertEquals(0, service.count("coin WHERE symbol = 'late'"));
        assertEquals(1, service.count("run WHERE id = $1 AND takeovers = 1 AND deaths = 1", run.id()));
    }

    @Test
    void whoDiesThreeTimesWithoutGettingOnFailsAndWhoGetsOnMayDieAnyNumberOfTimes() {
        kind.work = attempt -> {
            attempt.progress(session -> null);
            return session -> Ending.succeeded();
        };
        var id = runs.request(request("a", "test"));
        service.awaitRequestedWork();
        for (int death = 1; death <= 5; death++) {
            die(id);
            service.work();
            assertEquals(1, service.count("run WHERE takeovers = $1 AND state = 'succeeded'", death));
        }

        kind.work = attempt -> {
            attempt.phase("to no end");
            return session -> Ending.succeeded();
        };
        for (int death = 1; death <= 2; death++) {
            die(id);
            service.work();
            assertEquals(1, service.count("run WHERE deaths = $1 AND state = 'succeeded'", death));
        }
        die(id);
        service.work();

        var failed = runs.find(id).orElseThrow();
        assertEquals(RunState.FAILED, failed.state());
        assertEquals("The process executing it died 3 times without progress", failed.error());
    }

    /** The state of a run whose process was killed. */
    private void die(long run) {
        service.query(
                "UPDATE run SET state = 'running', ended_at = NULL, member = $2 WHERE id = $1", run, UUID.randomUUID());
    }

    @Test
    void whoCancelsARunEndsIt() {
        var begun = new Semaphore(0);
        var told = new Semaphore(0);
        kind.work = attempt -> {
            attempt.onEnding(reason -> told.release());
            begun.release();
            told.acquireUninterruptibly();
            return session -> Ending.cancelled();
        };
        var id = runs.request(request("a", "test"));
        begun.acquireUninterruptibly();
        var waiting = runs.request(new RunRequest(KIND, null, "a", "{\"n\": 1}", "test", 10));

        assertTrue(queries.cancel(waiting).await().indefinitely());
        assertTrue(queries.cancel(id).await().indefinitely());
        service.awaitRequestedWork();

        assertEquals(2, service.count("run WHERE state = 'cancelled' AND ended_at IS NOT NULL"));
        assertFalse(queries.cancel(id).await().indefinitely());
    }

    @Test
    void whatFollowsIsRequestedWithTheEndOrNotAtAll() {
        kind.after = session -> {
            runs.request(session, RunRequest.of("retrain", "{}", "test"));
            return null;
        };
        runs.request(request("a", "test"));
        service.awaitRequestedWork();
        assertEquals(1, service.count("run WHERE kind = 'retrain' AND state = 'succeeded'"));

        kind.work = attempt -> session -> {
            session.update("INSERT INTO coin (id) VALUES ('bitcoin')");
            return Ending.succeeded();
        };
        kind.after = session -> null;
        var id = runs.request(request("a", "test"));
        service.awaitRequestedWork();

        var failed = runs.find(id).orElseThrow();
        assertEquals(RunState.FAILED, failed.state(), "what cannot be stored");
        assertTrue(failed.error().contains("coin_pkey"), failed.error());
        assertEquals(1, failed.attempt());
    }

    /** As requested by another process; this one polls for such requests only later. */
    @Test
    void whatAllAreCalledToIsBegunAtOnce() {
        var called = database.transaction(session -> {
            runs.callAll(session);
            return runs.request(session, request("a", "elsewhere"));
        });

        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .until(() -> runs.find(called).orElseThrow().state() == RunState.SUCCEEDED);
    }

    @Test
    void aPausedRunGoesOnAtItsTimeAndAFailedOneSaysWhy() {
        kind.work = attempt -> {
            var until = clock.instant().plusSeconds(60);
            return session -> Ending.paused(until, "later");
        };
        var id = runs.request(request("a", "test"));
        service.awaitRequestedWork();
        assertEquals(RunState.PAUSED, runs.find(id).orElseThrow().state());

        kind.work = attempt -> {
            throw new IllegalStateException("made up");
        };
        clock.advance(Duration.ofSeconds(60));
        service.work();

        var failed = runs.find(id).orElseThrow();
        assertEquals(RunState.FAILED, failed.state());
        assertEquals("made up", failed.error());
        assertEquals(2, failed.attempt());
    }

    /** Occupies all threads of the kind until it is released. */
    private Semaphore hold() {
        var begun = new Semaphore(0);
        var held = new Semaphore(0);
        kind.work = attempt -> {
            begun.release();
            held.acquireUninterruptibly();
            held.release();
            return session -> Ending.succeeded();
        };
        runs.request(request("held", "test"));
        runs.request(request("held too", "test"));
        begun.acquireUninterruptibly(2);
        kind.work = attempt -> session -> Ending.succeeded();
        return held;
    }
}
