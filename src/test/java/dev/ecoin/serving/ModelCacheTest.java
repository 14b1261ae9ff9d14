package dev.ecoin.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.ecoin.training.StoredModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loads and notifications in every possible order. */
class ModelCacheTest {

    private static final StoredModel FIRST = model(1);
    private static final StoredModel SECOND = model(2);

    /** All queries so far, in order; the test completes them. */
    private final List<CompletableFuture<Optional<StoredModel>>> queries = new ArrayList<>();

    private final ModelCache cache = new ModelCache(
            coin -> Uni.createFrom().completionStage(() -> {
                queries.add(new CompletableFuture<>());
                return queries.get(queries.size() - 1);
            }),
            new SimpleMeterRegistry());

    @BeforeEach
    void listen() {
        cache.connected();
    }

    @Test
    void aModelIsLoadedOnceForAllThatAskMeanwhileAndAfterwards() {
        var early = ask();
        var meanwhile = ask();
        answer(0, FIRST);

        assertSame(FIRST, early.join().orElseThrow());
        assertSame(FIRST, meanwhile.join().orElseThrow());
        assertSame(FIRST, ask().join().orElseThrow());
        assertEquals(1, queries.size());
    }

    @Test
    void anActivationMakesTheNextOneAskAnew() {
        ask();
        answer(0, FIRST);

        cache.activated("bitcoin");
        var next = ask();
        answer(1, SECOND);

        assertSame(SECOND, next.join().orElseThrow());
    }

    @Test
    void whatWasReadBeforeAnActivationIsNotKeptThoughItArrivesAfterIt() {
        var early = ask();
        cache.activated("bitcoin");
        answer(0, FIRST);
        assertSame(FIRST, early.join().orElseThrow());

        var next = ask();
        answer(1, SECOND);

        assertSame(SECOND, next.join().orElseThrow());
        assertSame(SECOND, ask().join().orElseThrow());
        assertEquals(2, queries.size());
    }

    @Test
    void aLateFailureDoesNotMakeTheNewerModelForgotten() {
        var early = ask();
        cache.activated("bitcoin");
        var next = ask();
        answer(1, SECOND);
        queries.get(0).completeExceptionally(new IllegalStateException("connection lost"));

        assertEquals(true, early.isCompletedExceptionally());
        assertSame(SECOND, next.join().orElseThrow());
        assertSame(SECOND, ask().join().orElseThrow());
        assertEquals(2, queries.size());
    }

    @Test
    void anotherCoinsActivationChangesNothing() {
        ask();
        answer(0, FIRST);

        cache.activated("ethereum");

        assertSame(FIRST, ask().join().orElseThrow());
        cache.activatedAll();
        ask();
        assertEquals(2, queries.size());
    }

    @Test
    void nothingIsKeptWhileActivationsAreNotHeardNorFromBefore() {
        ask();
        answer(0, FIRST);

        cache.disconnected();
        ask();
        answer(1, FIRST);
        ask();
        answer(2, FIRST);
        cache.connected();
        var next = ask();
        answer(3, SECOND);

        assertSame(SECOND, next.join().orElseThrow());
        assertSame(SECOND, ask().join().orElseThrow());
        assertEquals(4, queries.size());
    }

    @Test
    void whatWasAskedBeforeTheConnectionBrokeIsNotKeptBeyondIt() {
        ask();
        cache.disconnected();
        cache.connected();
        answer(0, FIRST);

        ask();

        assertEquals(2, queries.size());
    }

    @Test
    void neitherAFailureNorAMissingModelIsKept() {
        ask();
        queries.get(0).completeExceptionally(new IllegalStateException("connection lost"));
        ask();
        queries.get(1).complete(Optional.empty());
        var next = ask();
        answer(2, FIRST);

        assertSame(FIRST, next.join().orElseThrow());
    }

    private CompletableFuture<Optional<StoredModel>> ask() {
        return cache.active("bitcoin").subscribeAsCompletionStage();
    }

    private void answer(int query, StoredModel model) {
        queries.get(query).complete(Optional.of(model));
    }

    private static StoredModel model(long id) {
        return new StoredModel(
                id,
                id,
                "bitcoin",
                "(0,1,0)",
                LocalDate.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                false,
                null,
                null,
                new byte[0]);
    }
}
