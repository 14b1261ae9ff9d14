package dev.ecoin.training;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Fits models to coins' prices, and measures them, several coins at a time: the caller sees to it that nobody else does
 * so on the database (see {@code schedule.ClusterLock}).
 */
@ApplicationScoped
public class Trainer {

    private static final String BY_NIGHT = "nightly training";

    private final TrainingConfig config;
    private final TrainingRunRepository runs;
    private final TrainCoin train;
    private final TrainingPool pool;
    private final Clock clock;

    Trainer(TrainingConfig config, TrainingRunRepository runs, TrainCoin train, TrainingPool pool, Clock clock) {
        this.config = config;
        this.runs = runs;
        this.train = train;
        this.pool = pool;
        this.clock = clock;
    }

    /** Trains the coins in the name of the nightly training, as configured. */
    public List<TrainingRun> train(Collection<String> coins) {
        return train(coins, TrainingRequest.CONFIGURED, BY_NIGHT);
    }

    /**
     * Trains the coins, each on its own: what fails for one is recorded and changes nothing for the others; blocks.
     * Where a training of a coin is requested already and waits, that one is done.
     *
     * @param by who or what asks for it
     * @return how the runs ended, in the order of the coins, less those that could not be recorded
     */
    public List<TrainingRun> train(Collection<String> coins, TrainingRequest request, String by) {
        await(runs.endOrphans(clock.instant()));
        return doAll(coins, coin -> train.train(coin, request, by)).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether {@link #runDue} has something to do. */
    public boolean isAnyDue() {
        return !await(runs.due()).isEmpty();
    }

    /** Does the trainings and backtests that were requested and wait for their turn; blocks. */
    public void runDue() {
        await(runs.endOrphans(clock.instant()));
        for (var due = await(runs.due()); !due.isEmpty(); due = await(runs.due())) {
            doAll(due, run -> train.train(run.coin(), TrainingRequest.CONFIGURED, run.requestedBy()));
        }
    }

    private <S, T> List<T> doAll(Collection<S> subjects, Function<S, T> work) {
        return pool.doAll(subjects.stream()
                .<Callable<T>>map(subject -> () -> work.apply(subject))
                .toList());
    }

    private <T> T await(Uni<T> answer) {
        return answer.await().atMost(config.databasePatience());
    }
}
