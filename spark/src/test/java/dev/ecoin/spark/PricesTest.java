package dev.ecoin.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesTest {

    @Test
    void pricesOfTheServicesDatabaseAreReadInParts(@TempDir Path folder) throws Exception {
        try (var postgres = EmbeddedPostgres.start()) {
            try (var connection = postgres.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("""
                    CREATE TABLE coin (id text PRIMARY KEY);
                    CREATE TABLE daily_price (coin text, day date, price numeric, PRIMARY KEY (coin, day));
                    INSERT INTO coin SELECT 'coin-' || n FROM generate_series(1, 40) AS n;
                    INSERT INTO daily_price
                    SELECT id, date '2026-01-01' + i, 0.00000000001234567 * (length(id) + i % 5)
                    FROM coin CROSS JOIN generate_series(0, 29) AS i
                    """);
            }
            LocalSession.start();

            var status = Job.commandLine()
                    .execute(
                            "fit",
                            "--jdbc=" + postgres.getJdbcUrl("postgres", "postgres"),
                            "--connections=3",
                            "--options={\"order\": [1, 0, 0], \"horizon\": 2}",
                            "--output=" + folder.resolve("answers"));

            assertEquals(0, status);
            try (var session = LocalSession.start()) {
                var answers = session.read().parquet(folder.resolve("answers").toString()).collectAsList().stream()
                        .collect(Collectors.toMap(row -> row.<String>getAs("id"), FitLine::of));
                assertEquals(40, answers.size());
                for (var id : new String[] {"coin-7", "coin-40"}) {
                    var values = IntStream.range(0, 30)
                            .mapToObj(i -> new BigDecimal("0.00000000001234567")
                                    .multiply(BigDecimal.valueOf(id.length() + i % 5))
                                    .toString())
                            .collect(Collectors.joining(",", "[", "]"));
                    assertEquals(
                            FitLine.answer("{\"id\": \"%s\", \"order\": [1, 0, 0], \"horizon\": 2, \"values\": %s}"
                                    .formatted(id, values)),
                            answers.get(id));
                }
            }
        }
    }
}
