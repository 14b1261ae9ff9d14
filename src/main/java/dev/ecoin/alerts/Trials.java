package dev.ecoin.alerts;

import dev.ecoin.http.SlowAnswers;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/** A thread for changes of rules, which may simulate prices, so that forecasts are served meanwhile. */
@ApplicationScoped
class Trials {

    private final SlowAnswers answers = new SlowAnswers("alert trials", 1, "changes of alerts", Duration.ofSeconds(5));

    @PreDestroy
    void stop() {
        answers.stop();
    }

    <T> Uni<T> compute(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(answers.threads()).plug(answers::unlessFull);
    }
}
