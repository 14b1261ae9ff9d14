package dev.ecoin.training;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Fits models to coins' prices, and measures them, several coins at a time. A coin's run is a row, which one process
 * begins; others leave it alone while that one is alive. So any number of processes on a database may train at the same
 * time, and share what is to be done.
 */
@ApplicationScoped
public class Trainer {

    private final TrainingRunRepository runs;
    private final RecordedRuns recorded;
    private final TrainCoin train;
    private final TrainShard shards;
    private final MeasureModel measure;
    private final Gate gate;
    private final TrainingPool pool;
    private final Patience database;
    private final Clock clock;

    Trainer(
            TrainingRunRepository runs,
            RecordedRuns recorded,
            TrainCoin train,
            TrainShard shards,
            MeasureModel measure,
            Gate gate,
            TrainingPool pool,
            Patience database,
            Clock clock) {
        this.runs = runs;
        this.recorded = recorded;
        this.train = train;
        this.shards = shards;
        this.measure = measure;
        this.gate = gate;
        this.pool = pool;
        this.database = database;
        this.clock = clock;
    }

    /** Trains the coins in the name of the nightly training, as configured. */
    public List<TrainingRun> train(Collection<String> coins) {
        return train(coins, TrainingRequest.CONFIGURED, TrainingRunRepository.BY_NIGHT);
    }

    /**
     * Trains the coins, each on its own: what fails for one is recorded and changes nothing for the others; blocks.
     * Where a training of a coin is requested already and waits, that one is done.
     *
     * @param by who or what asks for it
     * @return how the runs ended, in the order of the coins, less those of coins that another process is training and
     *     those that could not be recorded
     */
    public List<TrainingRun> train(Collection<String> coins, TrainingRequest request, String by) {
        recorded.handBackOrphans();
        return present(doAll(coins, coin -> train.train(coin, request, by)));
    }

    /** The same, but for coins that were trained since their newest price was stored. */
    public List<TrainingRun> trainUnlessTrained(Collection<String> coins, String by) {
        recorded.handBackOrphans();
        return present(doAll(coins, coin -> train.trainUnlessTrained(coin, TrainingRequest.CONFIGURED, by, null)));
    }

    /**
     * Trains the active coins of a shard that have prices, but for those trained since; blocks. Other processes may be at
     * the same or other shards: no coin is trained twice, and on return all are.
     *
     * @param since null means since the newest price of each was stored
     * @param ended told of each run as it ends, one after the other
     */
    public ShardReport train(
            Shard shard, Instant since, TrainingRequest request, String by, Consumer<TrainingRun> ended) {
        return shards.train(shard, since, coin -> train.trainUnlessTrained(coin, request, by, since), ended);
    }

    /**
     * Requests trainings of the coins, as configured, for a due time that comes to every replica: one request for each
     * comes of it, however often it is repeated, for {@link #runDue}, here or elsewhere.
     */
    public Uni<Void> request(Instant due, Collection<String> coins) {
        return runs.request(due, coins, TrainingRequest.CONFIGURED.json(), clock.instant());
    }

    /** Whether {@link #runDue} may have something to do. */
    public boolean isAnyDue() {
        return recorded.isAnyDue();
    }

    /** Does the trainings and backtests that wait for their turn, while other processes may do some as well; blocks. */
    public void runDue() {
        recorded.handBackOrphans();
        pool.workOff(
                () -> recorded.begin(runs.beginNext(clock.instant())),
                run -> recorded.finish(run, run.kind() == TrainingKind.BACKTEST ? measure::measure : train::train));
    }

    /**
     * Measures the coins' active models on the past, each on its own; blocks.
     *
     * @param by who or what asks for it
     * @return how the runs ended, in the order of the coins, less those of coins that another process is measuring and
     *     those that could not be recorded
     * @throws dev.ecoin.http.ProblemException if an option is out of bounds
     */
    public List<TrainingRun> backtest(Collection<String> coins, BacktestOptions options, String by) {
        var request = options.request(gate.standard());
        recorded.handBackOrphans();
        return present(doAll(coins, coin -> measure.measure(coin, request, by)));
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
