package dev.ecoin.training;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.runs.Run;
import dev.ecoin.runs.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;

/** Trains, advances and backtests immediately, several coins at a time, for callers that wait. */
@ApplicationScoped
public class Trainer {

    private final JobDatabase database;
    private final TrainingRunRepository history;
    private final Runs runs;
    private final TrainCoin train;
    private final TrainShard shards;
    private final Gate gate;
    private final TrainingPool pool;

    Trainer(
            JobDatabase database,
            TrainingRunRepository history,
            Runs runs,
            TrainCoin train,
            TrainShard shards,
            Gate gate,
            TrainingPool pool) {
        this.database = database;
        this.history = history;
        this.runs = runs;
        this.train = train;
        this.shards = shards;
        this.gate = gate;
        this.pool = pool;
    }

    /** Trains the coins as configured, on behalf of the nightly training. */
    public List<Run> train(Collection<String> coins) {
        return train(coins, TrainingRequest.CONFIGURED, TrainingRequest.BY_NIGHT);
    }

    /**
     * Trains the coins independently: a failure for one is recorded and does not affect the others; blocks.
     *
     * @param by name of the requester
     * @return the ended runs, in the order of the coins, without those of coins that another process is training
     */
    public List<Run> train(Collection<String> coins, TrainingRequest request, String by) {
        return train(coins, request, by, run -> {});
    }

    /**
     * Like {@link #train(Collection, TrainingRequest, String)}, reporting each run.
     *
     * @param ended receives each ended run, one at a time
     */
    public List<Run> train(Collection<String> coins, TrainingRequest request, String by, Consumer<Run> ended) {
        return doAll(coins, coin -> runs.perform(request.run(coin, by)), ended);
    }

    /** Trains the coins except those trained since their latest price was stored; blocks. */
    public List<Run> trainUnlessTrained(Collection<String> coins, String by) {
        return doAll(coins, coin -> trainUnlessTrained(coin, TrainingRequest.CONFIGURED, by, null), run -> {});
    }

    /** Number of coins that {@link #train(Shard, Instant, TrainingRequest, String, Consumer)} would train now. */
    public long countDue(Shard shard, Instant since) {
        return database.transaction(session -> history.countDue(session, shard, since));
    }

    /**
     * Trains the active coins of a shard that have prices, except those trained since; blocks. Other processes may work
     * on the same or other shards: no coin is trained twice, and on return all of them are trained.
     *
     * @param since null means since the latest price of each was stored
     * @param ended receives each ended run, one at a time
     */
    public ShardReport train(Shard shard, Instant since, TrainingRequest request, String by, Consumer<Run> ended) {
        return shards.train(shard, since, coin -> trainUnlessTrained(coin, request, by, since), ended);
    }

    private Optional<Run> trainUnlessTrained(String coin, TrainingRequest request, String by, Instant since) {
        // Checked once the lane is locked, after which no other training can end.
        return runs.perform(request.run(coin, by), session -> !history.isTrained(session, coin, since), train::perform);
    }

    /** Advances the active models that are behind their coins' last stored days; blocks. */
    public List<Run> advance() {
        var behind = database.transaction(history::behind);
        return doAll(behind, coin -> runs.perform(Advancer.request(coin)), run -> {});
    }

    /**
     * Backtests the coins' active models independently; blocks.
     *
     * @param by name of the requester
     * @return the ended runs, in the order of the coins, without those of coins that another process is measuring
     * @throws dev.ecoin.http.ProblemException if an option is not valid
     */
    public List<Run> backtest(Collection<String> coins, BacktestOptions options, String by) {
        return backtest(coins, options, by, run -> {});
    }

    /**
     * Like {@link #backtest(Collection, BacktestOptions, String)}, reporting each run.
     *
     * @param ended receives each ended run, one at a time
     */
    public List<Run> backtest(Collection<String> coins, BacktestOptions options, String by, Consumer<Run> ended) {
        var request = options.request(gate.standard());
        return doAll(coins, coin -> runs.perform(request.run(coin, by)), ended);
    }

    private List<Run> doAll(Collection<String> coins, Function<String, Optional<Run>> work, Consumer<Run> ended) {
        runs.takeOver();
        var lock = new Object();
        return pool
                .doAll(coins.stream()
                        .<Callable<Optional<Run>>>map(coin -> () -> {
                            var run = work.apply(coin);
                            synchronized (lock) {
                                run.ifPresent(ended);
                            }
                            return run;
                        })
                        .toList())
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }
}
