package dev.ecoin.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.feeds.FeedException.Paused;
import dev.ecoin.feeds.Pace;
import dev.ecoin.runs.RunConfig;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class CallBudgetRepositoryTest {

    private static final Instant NOW = Instant.parse("2026-11-23T00:45:00Z");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Inject
    CallBudgetRepository budget;

    @Inject
    JobDatabase database;

    @Inject
    RunConfig config;

    @Inject
    Service service;

    @BeforeEach
    void start() {
        service.reset();
    }

    @Test
    void permitsOfASaturatedCallerLieAnIntervalApart() {
        var pace = terms(10);

        assertEquals(
                IntStream.range(0, 4)
                        .mapToObj(i -> NOW.plus(pace.interval().multipliedBy(i)))
                        .toList(),
                List.of(take(pace, NOW), take(pace, NOW), take(pace, NOW), take(pace, NOW)));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 250})
    void twoReplicasWithTwoWorkersEachTogetherKeepTheRateAndUseNearlyAllOfIt(int rate) throws Exception {
        var pace = terms(rate);
        var replicas = List.of(new CallBudgetRepository(database, config), new CallBudgetRepository(database, config));
        var workers = Executors.newFixedThreadPool(4);
        try {
            var work = new ArrayList<Callable<Instant>>();
            for (int call = 0; call < 2 * rate; call++) {
                var replica = replicas.get(call % 2);
                work.add(() -> replica.take(pace, 1, NOW, PATIENCE));
            }
            var permits = new ArrayList<Instant>();
            for (var permit : workers.invokeAll(work)) {
                permits.add(permit.get());
            }
            permits.sort(null);
            for (int i = rate; i < permits.size(); i++) {
                var span = Duration.between(permits.get(i - rate), permits.get(i));
                assertTrue(span.compareTo(Duration.ofMinutes(1)) > 0, "call " + i + " comes after " + span);
                assertTrue(span.toMillis() * 0.95 <= 60_000, "call " + i + " comes after " + span);
            }
        } finally {
            workers.shutdownNow();
        }
    }

    @Test
    void anIdleCallerIsNotMadeToWaitNorGivenABurst() {
        var pace = terms(60);
        take(pace, NOW);
        var later = NOW.plusSeconds(3_600);

        assertEquals(later, take(pace, later));
        assertEquals(later.plus(pace.interval()), take(pace, later));
    }

    @Test
    void aShortPauseDelaysEveryPermitAndAShorterOneDoesNotCutIt() {
        var pace = terms(60);
        take(pace, NOW);

        budget.pauseUntil(pace, NOW.plusSeconds(119), "asked to");
        budget.pauseUntil(pace, NOW.plusSeconds(60), "asked to");

        assertEquals(NOW.plusSeconds(119), take(pace, NOW));
        assertEquals(NOW.plusSeconds(119).plus(pace.interval()), take(pace, NOW));
    }

    @Test
    void aPermitWaitedForDoesNotHoldOnceCallsArePaused() {
        var pace = terms(60);
        take(pace, NOW);
        var permit = take(pace, NOW);
        assertTrue(budget.holds(pace, permit));

        budget.pauseUntil(pace, NOW.plusSeconds(60), "asked to");

        assertFalse(budget.holds(pace, permit));
    }

    @Test
    void aLongPauseIsRefusedWithItsReasonAndOutlivesTheProcess() {
        var pace = terms(60);
        take(pace, NOW);
        var end = NOW.plus(Duration.ofHours(1));
        budget.pauseUntil(pace, end, "CoinGecko asks to wait");

        var restarted = new CallBudgetRepository(database, config);
        var paused = assertThrows(Paused.class, () -> restarted.take(pace, 1, NOW, PATIENCE));

        assertEquals(end, paused.until());
        assertTrue(paused.getMessage().startsWith("CoinGecko asks to wait"), paused.getMessage());
        assertEquals(1, calls(), "a refused permit is not counted");
        assertEquals(end, restarted.take(pace, 1, end.minus(PATIENCE), PATIENCE), "near its end it is waited for");
    }

    @Test
    void theMonthsCallsAreCountedAndThenNoneIsGrantedUntilTheNextMonth() {
        var pace = Pace.of("demo", 60, OptionalInt.of(3), "ecoin.coingecko.calls-per-month");
        take(pace, NOW);
        take(pace, NOW);
        take(pace, NOW);

        var paused = assertThrows(Paused.class, () -> take(pace, NOW));

        var reset = Instant.parse("2026-12-01T00:00:00Z");
        assertEquals(reset, paused.until());
        assertTrue(paused.getMessage().contains("ecoin.coingecko.calls-per-month"), paused.getMessage());
        assertEquals(reset, take(pace, reset));
        assertEquals(1, calls());
    }

    @Test
    void aPermitGivenBackIsGrantedAgainUnlessAnotherWasTaken() {
        var pace = terms(60);
        var first = take(pace, NOW);

        budget.giveBack(pace, 1, first);

        assertEquals(0, calls());
        assertEquals(NOW, take(pace, NOW));
        take(pace, NOW);
        budget.giveBack(pace, 1, first);
        assertEquals(NOW.plus(pace.interval().multipliedBy(2)), take(pace, NOW));
    }

    @Test
    void plansHaveBudgetsOfTheirOwn() {
        var demo = Pace.of("demo", 60, OptionalInt.empty(), "");
        budget.take(terms(1), 1, NOW, PATIENCE);

        assertEquals(NOW, take(demo, NOW));
    }

    @Test
    void aCallOfMoreWeightTakesUpMoreTime() {
        var pace = terms(60);

        assertEquals(NOW, budget.take(pace, 20, NOW, PATIENCE));
        assertEquals(NOW.plus(pace.interval().multipliedBy(20)), take(pace, NOW));
        budget.giveBack(pace, 20, NOW);
        assertEquals(1, calls());
    }

    @Test
    void sinceWhenAFeedServesNothingIsKeptUntilItServes() {
        var pace = terms(60);
        take(pace, NOW);
        budget.served(pace, true, NOW);
        assertEquals(Optional.empty(), budget.failingSince(pace));

        budget.served(pace, false, NOW.plusSeconds(1));
        budget.served(pace, false, NOW.plusSeconds(2));
        assertEquals(Optional.of(NOW.plusSeconds(1)), budget.failingSince(pace));

        budget.served(pace, true, NOW.plusSeconds(3));
        assertEquals(Optional.empty(), budget.failingSince(pace));
    }

    private Instant take(Pace pace, Instant now) {
        return budget.take(pace, 1, now, PATIENCE);
    }

    private int calls() {
        return service.query("SELECT calls FROM call_budget").get(0).getInteger("calls");
    }

    private static Pace terms(int callsPerMinute) {
        return Pace.of("public", callsPerMinute, OptionalInt.empty(), "");
    }
}
