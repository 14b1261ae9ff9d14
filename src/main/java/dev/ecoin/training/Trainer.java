package dev.ecoin.training;

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

    private final TrainingRunRepository runs;
    private final TrainCoin train;
    private final MeasureModel measure;
    private final Gate gate;
    private final TrainingPool pool;
    private final Patience database;
    private final Clock clock;

    Trainer(
            TrainingRunRepository runs,
            TrainCoin train,
            MeasureModel measure,
            Gate gate,
            TrainingPool pool,
            Patience database,
            Clock clock) {
        this.runs = runs;
        this.train = train;
        this.measure = measure;
        this.gate = gate;
        this.pool = pool;
        this.database = database;
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
        database.await(runs.endOrphans(clock.instant()));
        return present(doAll(coins, coin -> train.train(coin, request, by)));
    }

    /** Whether {@link #runDue} has something to do. */
    public boolean isAnyDue() {
        return !database.await(runs.due()).isEmpty();
    }

    /** Does the trainings and backtests that were requested and wait for their turn; blocks. */
    public void runDue() {
        database.await(runs.endOrphans(clock.instant()));
        for (var due = database.await(runs.due()); !due.isEmpty(); due = database.await(runs.due())) {
            doAll(due, this::runRequested);
        }
    }

    /**
     * Measures the coins' active models on the past, each on its own; blocks.
     *
     * @param by who or what asks for it
     * @return how the runs ended, in the order of the coins, less those that could not be recorded
     * @throws dev.ecoin.http.ProblemException if an option is out of bounds
     */
    public List<TrainingRun> backtest(Collection<String> coins, BacktestOptions options, String by) {
        var request = options.request(gate.standard());
        database.await(runs.endOrphans(clock.instant()));
        return present(doAll(coins, coin -> measure.measure(coin, request, by)));
    }

    private Optional<TrainingRun> runRequested(TrainingRun run) {
        return run.kind() == TrainingKind.BACKTEST
                ? measure.measure(run.coin(), gate.standard(), run.requestedBy())
                : train.train(run.coin(), TrainingRequest.CONFIGURED, run.requestedBy());
    }

    private static List<TrainingRun> present(List<Optional<TrainingRun>> runs) {
        return runs.stream().flatMap(Optional::stream).toList();
    }

    private <S, T> List<T> doAll(Collection<S> subjects, Function<S, T> work) {
        return pool.doAll(subjects.stream()
                .<Callable<T>>map(subject -> () -> work.apply(subject))
                .toList());
    }
}
