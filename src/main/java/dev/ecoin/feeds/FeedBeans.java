package dev.ecoin.feeds;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Produces clients that are built programmatically. */
final class FeedBeans {

    @Produces
    @Singleton
    @DefaultBean
    Waiter waiter(Clock clock) {
        return instant -> {
            var wait = Duration.between(clock.instant(), instant);
            if (!wait.isNegative()) {
                Thread.sleep(wait.toMillis() + 1);
            }
        };
    }
}
