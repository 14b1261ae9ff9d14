package dev.ecoin.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.database.JobDatabase;
import dev.ecoin.prices.PriceSource;
import dev.ecoin.runs.RunState;
import dev.ecoin.runs.Runs;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class ShardTest {

    private static final LocalDate LAST = LocalDate.of(2026, 11, 22);
    private static final TrainingRequest WALK = new TrainingRequest("(0,1,0)", true, null);
    private static final List<String> COINS = List.of("bitcoin", "ethereum", "solana", "tron");

    @Inject
    Trainer trainer;

    @Inject
    TrainingRunRepository history;

    @Inject
    Runs runs;

    @Inject
    JobDatabase database;

    @Inject
    Service service;

    @Inject
    SettableClock clock;

    @BeforeEach
    void start() {
        service.reset(COINS.toArray(String[]::new));
    }

    @Test
    void everyCoinIsInTheOneShardThatItsIdTellsAndShardsAreAboutEqual() throws Exception {
        var ids = IntStream.range(0, 1_000).mapToObj(n -> "coin-" + n).toList();
        service.reset(ids.toArray(String[]::new));
        service.query(
                "INSERT INTO daily_price (coin, day, price, source) SELECT id, '2026-11-22', 1, 'import' FROM coin");

        var shards = new ArrayList<List<String>>();
        for (int index = 0; index < 7; index++) {
            shards.add(coins(new Shard(index, 7), "", 1_000));
        }

        for (var id : ids) {
            var md5 = MessageDigest.getInstance("MD5").digest(id.getBytes());
            var index = new BigInteger(1, Arrays.copyOf(md5, 4)).mod(BigInteger.valueOf(7));
            assertTrue(shards.get(index.intValue()).contains(id), id);
        }
        assertEquals(1_000, shards.stream().mapToInt(List::size).sum(), "no coin is in two of them");
        shards.forEach(shard -> assertEquals(1_000 / 7.0, shard.size(), 4 * Math.sqrt(1_000 / 7.0)));
    }

    @Test
    void theCoinsOfAPageGoOnAfterTheLastOneOfThePageBefore() {
        store(COINS);

        assertEquals(List.of("bitcoin", "ethereum"), page(""));
        assertEquals(List.of("solana", "tron"), page("ethereum"));
        assertEquals(List.of(), page("tron"));
    }

    private List<String> page(String after) {
        return coins(Shard.WHOLE, after, 2);
    }

    private List<String> coins(Shard shard, String after, int limit) {
        return List.copyOf(database.transaction(session -> history.coins(session, shard, null, after, limit))
                .keySet());
    }

    @Test
    void whatWasTrainedSinceItsNewestPriceIsLeftAloneUntilAnotherPriceComes() {
        store(COINS.subList(0, 3));
        train(null);
        assertEquals(3, service.count("model"));

        clock.advance(Duration.ofMinutes(1));
        assertEquals(new ShardReport(0, 0, 0, 3), train(null), "tron has no price");
        service.query("UPDATE daily_price SET stored_at = $1 WHERE coin = 'solana' AND day = '2026-11-22'", now());
        assertEquals(new ShardReport(1, 0, 0, 2), train(null));
        assertEquals(new ShardReport(2, 0, 0, 1), train(clock.instant()));
        clock.advance(Duration.ofMinutes(1));
        assertEquals(new ShardReport(3, 0, 0, 0), train(clock.instant()));
    }

    @Test
    void whatFailsForOneCoinChangesNothingForTheOthersAndIsTriedAgain() {
        store(COINS);
        service.query("ALTER TABLE model ADD CONSTRAINT no_tron CHECK (coin <> 'tron')");
        try {
            assertEquals(new ShardReport(3, 0, 1, 0), train(null));
            assertEquals(new ShardReport(0, 0, 1, 3), train(null));
        } finally {
            service.query("ALTER TABLE model DROP CONSTRAINT no_tron");
        }
        assertEquals(new ShardReport(1, 0, 0, 3), train(null));
    }

    @Test
    void twoAtTheSameShardAtOnceTrainNoCoinTwiceAndBothReturnWhenAllAreTrained() {
        store(COINS);

        var both = Stream.generate(() -> CompletableFuture.supplyAsync(() -> train(null)))
                .limit(2)
                .toList();
        var reports = both.stream().map(CompletableFuture::join).toList();

        assertEquals(4, service.count("model"));
        assertEquals(4, service.count("training_run"));
        reports.forEach(report -> assertEquals(4, report.coins()));
        assertEquals(4, reports.stream().mapToInt(ShardReport::accepted).sum());
    }

    @Test
    void aCoinThatAProcessLeavesInTheMiddleIsTrainedByWhoWaitsForIt() {
        store(COINS);
        var other = UUID.randomUUID();
        service.join(other);
        service.addRun("train", "ethereum", "running", WALK.json().encode(), "shell", other);
        var told = new ArrayList<String>();

        var report = trainer.train(Shard.WHOLE, null, WALK, "test", run -> {
            told.add(run.coin());
            if (told.size() == 3) {
                service.leave(other);
            }
        });

        // Trained by the shard or by the service, whichever is first.
        assertEquals(4, report.accepted() + report.trainedBefore());
        assertEquals(
                1, service.count("training_run WHERE coin = 'ethereum' AND takeovers = 1 AND state = 'succeeded'"));
    }

    @Test
    void aResultOfARunThatAnotherProcessHasTakenOverIsNotStored() {
        store(List.of("bitcoin"));
        var other = UUID.randomUUID();
        service.query("CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " UPDATE run SET attempt = attempt + 1 WHERE state = 'running'; RETURN NEW; END $$");
        service.query("CREATE TRIGGER lose BEFORE INSERT ON model FOR EACH ROW EXECUTE FUNCTION lose()");
        try {
            assertEquals(
                    RunState.RUNNING,
                    trainer.train(List.of("bitcoin"), WALK, "test").get(0).state(),
                    "elsewhere");
        } finally {
            service.query("DROP TRIGGER lose ON model");
            service.query("DROP FUNCTION lose");
        }

        assertEquals(0, service.count("model"));
        assertEquals(1, service.count("training_run WHERE state = 'running'"));
    }

    @Test
    void whoAsksForATrainingInTheNightGetsItAsAskedAndFirst() {
        store(COINS);
        database.run(session -> history.requestDue(session, TrainingRequest.CONFIGURED, "night", clock.instant()));

        runs.request(WALK.run("tron", "ann"));
        service.awaitRequestedWork();

        var first = service.query("SELECT requested_by FROM run WHERE kind = 'train' ORDER BY model LIMIT 1")
                .get(0);
        assertEquals("ann", first.getString("requested_by"));
        assertEquals(5, service.count("training_run WHERE state = 'succeeded'"), "the night's as well");
    }

    @ParameterizedTest
    @CsvSource({
        "4/4, 0/4",
        "0/0, 0/4",
        "1, INDEX/COUNT",
        "-1/4, INDEX/COUNT",
        "a/b, INDEX/COUNT",
        "0/9999999, INDEX/COUNT"
    })
    void aShardThatIsNoneIsRefusedWithWhatWouldBeOne(String text, String valid) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Shard.parse(text));

        assertTrue(refusal.getMessage().contains(valid), refusal.getMessage());
    }

    private void store(List<String> coins) {
        coins.forEach(coin -> service.storeWalk(coin, LAST, 100, PriceSource.IMPORT));
        service.query("UPDATE daily_price SET stored_at = $1", now());
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private ShardReport train(Instant since) {
        return trainer.train(Shard.WHOLE, since, WALK, "test", run -> {});
    }
}
