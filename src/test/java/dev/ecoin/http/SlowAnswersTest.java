package dev.ecoin.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowAnswersTest {

    private static final int PLACES = 16;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final SlowAnswers answers = new SlowAnswers("slow", 1, "answers", Duration.ofSeconds(5));
    private final CountDownLatch isFree = new CountDownLatch(1);

    private CompletableFuture<Integer> running;

    @BeforeEach
    void keepTheThreadBusyAndTheQueueNearlyFull() {
        running = ask(() -> {
            isFree.await();
            return 0;
        });
        IntStream.range(1, PLACES).forEach(i -> ask(() -> i));
    }

    @AfterEach
    void stop() {
        answers.stop();
    }

    @Test
    void aClientThatLeavesGivesUpItsPlace() {
        var last = ask(() -> PLACES);
        var refused = assertThrows(
                ProblemException.class, () -> answers.compute(() -> 0).await().atMost(LONGEST));
        assertEquals("16 answers are waiting, which is the maximum. Try again in 5 s.", refused.getMessage());

        last.cancel(true);
        var next = ask(() -> PLACES + 1);

        isFree.countDown();
        assertEquals(
                PLACES + 1,
                next.orTimeout(LONGEST.toMinutes(), TimeUnit.MINUTES).join());
    }

    @Test
    void aClientThatLeavesInterruptsTheWork() {
        var last = ask(() -> PLACES);

        running.cancel(true);

        assertEquals(
                PLACES, last.orTimeout(LONGEST.toMinutes(), TimeUnit.MINUTES).join());
    }

    private CompletableFuture<Integer> ask(Callable<Integer> work) {
        return answers.compute(work).subscribeAsCompletionStage();
    }
}
