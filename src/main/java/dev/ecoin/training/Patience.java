package dev.ecoin.training;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Awaits the database's answers, though not for ever. */
@ApplicationScoped
public class Patience {

    private final Duration longest;

    Patience(TrainingConfig config) {
        longest = config.databasePatience();
    }

    /** @throws io.smallrye.mutiny.TimeoutException if there is no answer by then */
    public <T> T await(Uni<T> answer) {
        return answer.await().atMost(longest);
    }
}
