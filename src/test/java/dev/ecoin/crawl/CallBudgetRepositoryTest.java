package dev.ecoin.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.feeds.coingecko.CoinGeckoException.Paused;
import dev.ecoin.feeds.coingecko.Plan;
import dev.ecoin.feeds.coingecko.Terms;
import dev.ecoin.runs.RunConfig;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
        var terms = terms(10);

        assertEquals(
                IntStream.range(0, 4)
                        .mapToObj(i -> NOW.plus(terms.interval().multipliedBy(i)))
                        .toList(),
                List.of(take(terms, NOW), take(terms, NOW), take(terms, NOW), take(terms, NOW)));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 250})
    void twoReplicasWithTwoWorkersEachTogetherKeepTheRateAndUseNearlyAllOfIt(int rate) throws Exception {
        var terms = terms(rate);
        var replicas = List.of(new CallBudgetRepository(database, config), new CallBudgetRepository(database, config));
        var workers = Executors.newFixedThreadPool(4);
        try {
            var work = new ArrayList<Callable<Instant>>();
            for (int call = 0; call < 2 * rate; call++) {
                var replica = replicas.get(call % 2);
                work.add(() -> replica.take(terms, NOW, PATIENCE));
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
        var terms = terms(60);
        take(terms, NOW);
        var later = NOW.plusSeconds(3_600);

        assertEquals(later, take(terms, later));
        assertEquals(later.plus(terms.interval()), take(terms, later));
    }

    @Test
    void aShortPauseDelaysEveryPermitAndAShorterOneDoesNotCutIt() {
        var terms = terms(60);
        take(terms, NOW);

        budget.pauseUntil(terms, NOW.plusSeconds(119), "asked to");
        budget.pauseUntil(terms, NOW.plusSeconds(60), "asked to");

        assertEquals(NOW.plusSeconds(119), take(terms, NOW));
        assertEquals(NOW.plusSeconds(119).plus(terms.interval()), take(terms, NOW));
    }

    @Test
    void aPermitWaitedForDoesNotHoldOnceCallsArePaused() {
        var terms = terms(60);
        take(terms, NOW);
        var permit = take(terms, NOW);
        assertTrue(budget.holds(terms, permit));

        budget.pauseUntil(terms, NOW.plusSeconds(60), "asked to");

        assertFalse(budget.holds(terms, permit));
    }

    @Test
    void aLongPauseIsRefusedWithItsReasonAndOutlivesTheProcess() {
        var terms = terms(60);
        take(terms, NOW);
        var end = NOW.plus(Duration.ofHours(1));
        budget.pauseUntil(terms, end, "CoinGecko asks to wait");

        var restarted = new CallBudgetRepository(database, config);
        var paused = assertThrows(Paused.class, () -> restarted.take(terms, NOW, PATIENCE));

        assertEquals(end, paused.until());
        assertTrue(paused.getMessage().startsWith("CoinGecko asks to wait"), paused.getMessage());
        assertEquals(1, calls(), "a refused permit is not counted");
        assertEquals(end, restarted.take(terms, end.minus(PATIENCE), PATIENCE), "near its end it is waited for");
    }

    @Test
    void theMonthsCallsAreCountedAndThenNoneIsGrantedUntilTheNextMonth() {
        var terms = new Terms(Plan.DEMO, URI.create("http://localhost"), null, 60, OptionalInt.of(3), 365);
        take(terms, NOW);
        take(terms, NOW);
        take(terms, NOW);

        var paused = assertThrows(Paused.class, () -> take(terms, NOW));

        var reset = Instant.parse("2026-12-01T00:00:00Z");
        assertEquals(reset, paused.until());
        assertTrue(paused.getMessage().contains("ecoin.coingecko.calls-per-month"), paused.getMessage());
        assertEquals(reset, take(terms, reset));
        assertEquals(1, calls());
    }

    @Test
    void aPermitGivenBackIsGrantedAgainUnlessAnotherWasTaken() {
        var terms = terms(60);
        var first = take(terms, NOW);

        budget.giveBack(terms, first);

        assertEquals(0, calls());
        assertEquals(NOW, take(terms, NOW));
        take(terms, NOW);
        budget.giveBack(terms, first);
        assertEquals(NOW.plus(terms.interval().multipliedBy(2)), take(terms, NOW));
    }

    @Test
    void plansHaveBudgetsOfTheirOwn() {
        var demo = new Terms(Plan.DEMO, URI.create("http://localhost"), null, 60, OptionalInt.empty(), 365);
        budget.take(terms(1), NOW, PATIENCE);

        assertEquals(NOW, take(demo, NOW));
    }

    private Instant take(Terms terms, Instant now) {
        return budget.take(terms, now, PATIENCE);
    }

    private int calls() {
        return service.query("SELECT calls FROM call_budget").get(0).getInteger("calls");
    }

    private static Terms terms(int callsPerMinute) {
        return new Terms(Plan.PUBLIC, URI.create("http://localhost"), null, callsPerMinute, OptionalInt.empty(), 365);
    }
}
