package dev.ecoin.training;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.runs.Run;
import dev.ecoin.runs.Runs;
import dev.ecoin.runs.ShuttingDown;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Trains the coins of a shard that are due, with one page of them in memory at a time. */
@ApplicationScoped
class TrainShard {

    private static final int PAGE = 500;

    /**
     * A fit takes seconds and the lease of a dead process half a minute, so coins that take five minutes are abandoned.
     */
    private static final int MOST_LOOKS_AT_OTHERS = 300;

    private final TrainingRunRepository history;
    private final Runs runs;
    private final TrainingPool pool;
    private final JobDatabase database;
    private final CountDownLatch shuttingDown = new CountDownLatch(1);

    TrainShard(TrainingRunRepository history, Runs runs, TrainingPool pool, JobDatabase database) {
        this.history = history;
        this.runs = runs;
        this.pool = pool;
        this.database = database;
    }

    void shutDown(@Observes ShuttingDown event) {
        shuttingDown.countDown();
    }

    /**
     * Trains the coins; blocks.
     *
     * @param train returns a coin's ended run; empty if another process is training the coin or has done so meanwhile
     * @param ended receives each run, one at a time
     */
    ShardReport train(Shard shard, Instant since, Function<String, Optional<Run>> train, Consumer<Run> ended) {
        runs.takeOver();
        var work = new Work(since, train, ended);
        work.off(new Pages(shard, since, work));
        work.awaitOthers();
        return work.report;
    }

    /** The coins of the shard that are due, in order. */
    private final class Pages implements Supplier<Optional<String>> {

        private final Shard shard;
        private final Instant since;
        private final Work work;
        private final Deque<String> page = new ArrayDeque<>();
        private String last = "";
        private boolean isLast;

        Pages(Shard shard, Instant since, Work work) {
            this.shard = shard;
            this.since = since;
            this.work = work;
        }

        @Override
        public synchronized Optional<String> get() {
            while (page.isEmpty() && !isLast) {
                var coins = database.transaction(session -> history.coins(session, shard, since, last, PAGE));
                isLast = coins.size() < PAGE;
                coins.forEach((coin, trained) -> {
                    last = coin;
                    if (trained) {
                        work.trainedBefore();
                    } else {
                        page.add(coin);
                    }
                });
            }
            return Optional.ofNullable(page.poll());
        }
    }

    /** Running counts. */
    private final class Work {

        private final Instant since;
        private final Function<String, Optional<Run>> train;
        private final Consumer<Run> ended;

        /** Coins that another process is training. */
        private Collection<String> elsewhere = new ConcurrentLinkedQueue<>();

        private ShardReport report = ShardReport.NOTHING;

        Work(Instant since, Function<String, Optional<Run>> train, Consumer<Run> ended) {
            this.since = since;
            this.train = train;
            this.ended = ended;
        }

        void off(Supplier<Optional<String>> coins) {
            pool.workOff(coins, coin -> train.apply(coin).ifPresentOrElse(this::count, () -> elsewhere.add(coin)));
        }

        private synchronized void count(Run run) {
            report = report.and(run);
            ended.accept(run);
        }

        synchronized void trainedBefore() {
            report = report.andTrainedBefore();
        }

        /** If a process dies while training a coin, the coin is trained here. */
        void awaitOthers() {
            for (var looks = 0; !elsewhere.isEmpty() && looks < MOST_LOOKS_AT_OTHERS && isSecondOver(); looks++) {
                runs.takeOver();
                var others = elsewhere;
                var trained = database.transaction(session -> history.trained(session, others, since));
                trained.values().stream().filter(done -> done).forEach(done -> trainedBefore());
                elsewhere = new ConcurrentLinkedQueue<>();
                var left = new ConcurrentLinkedQueue<>(trained.entrySet().stream()
                        .filter(coin -> !coin.getValue())
                        .map(Map.Entry::getKey)
                        .toList());
                var before = left.size();
                off(() -> Optional.ofNullable(left.poll()));
                if (elsewhere.size() < before) {
                    looks = 0;
                }
            }
            for (var coin : elsewhere) {
                report = report.andFailed();
            }
        }

        /** Waits a second; returns false if this process shuts down first. */
        private boolean isSecondOver() {
            try {
                return !shuttingDown.await(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
