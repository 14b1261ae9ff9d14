package dev.ecoin.spark;

import static org.apache.spark.sql.functions.col;

import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The source of a job's values: files, or the service's database. */
final class Input {

    private static final int ROWS_AT_A_TIME = 10_000;

    @ArgGroup(multiplicity = "1")
    private Source source;

    /** Exactly one of the two sources. */
    static final class Source {
        @ArgGroup(exclusive = false)
        private Files files;

        @ArgGroup(exclusive = false)
        private Prices prices;
    }

    /** Files in a format that Spark reads. */
    static final class Files {

        /** File formats. */
        enum Format {
            PARQUET,
            CSV,
            JSON
        }

        @Option(
                names = "--input",
                required = true,
                paramLabel = "PATH",
                description = "File or folder of values, one a row, such as s3a://bucket/values.")
        private String path;

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "parquet, csv (with a header) or json (one object a line); default: ${DEFAULT-VALUE}.")
        private Format format = Format.PARQUET;

        @Option(
                names = "--id",
                paramLabel = "COLUMN",
                description = "Column that names the series (default: ${DEFAULT-VALUE}).")
        private String id = "id";

        @ArgGroup
        private Steps steps = new Steps();

        @Option(
                names = "--value",
                paramLabel = "COLUMN",
                description = "Column of values; null, NaN and empty text are missing (default: ${DEFAULT-VALUE}).")
        private String value = "value";

        Dataset<Row> read(SparkSession session) {
            var step = steps.index == null ? steps.day : steps.index;
            // As text, so that a value that is not a number or date is an error of its series only.
            var texts = new StructType()
                    .add(id, DataTypes.StringType)
                    .add(step, DataTypes.StringType)
                    .add(value, DataTypes.StringType);
            var read =
                    switch (format) {
                        case PARQUET -> session.read().parquet(path);
                        // By the names in the header, in any order.
                        case CSV -> session.read().option("header", true).csv(path);
                        case JSON -> session.read().schema(texts).json(path);
                    };
            return read.select(
                    column(read, id).as("id"),
                    column(read, step).as(steps.index == null ? "day" : "index"),
                    column(read, value).as("value"));
        }

        private static Column column(Dataset<Row> read, String name) {
            if (!List.of(read.columns()).contains(name)) {
                throw new IllegalArgumentException(
                        "There is no column '" + name + "' among " + String.join(", ", read.columns()) + ".");
            }
            return col("`" + name.replace("`", "``") + "`");
        }
    }

    /** The column that orders a series' values. */
    static final class Steps {
        @Option(names = "--day", paramLabel = "COLUMN", description = "Column of dates (default: ${DEFAULT-VALUE}).")
        private String day = "day";

        @Option(names = "--index", paramLabel = "COLUMN", description = "Column of whole numbers, in place of dates.")
        private String index;
    }

    /** The service's price table, read over several connections at once. */
    static final class Prices {

        /**
         * Each connection reads its share of the coins by the table's key; the share is that of {@code train --shard}.
         */
        private static final String PART = """
            id IN (SELECT c.id FROM coin AS c WHERE ('x' || left(md5(c.id), 8))::bit(32)::bigint % %d = %d)\
            """;

        @Option(
                names = "--jdbc",
                required = true,
                paramLabel = "URL",
                description = "The service's database, such as jdbc:postgresql://localhost/ecoin: reads daily_price."
                        + " PGUSER and PGPASSWORD in the environment are the user and the password.")
        private String url;

        @Option(
                names = "--connections",
                paramLabel = "N",
                description = "Parts of the coins, read over a connection each (default: ${DEFAULT-VALUE}).")
        private int connections = 8;

        Dataset<Row> read(SparkSession session) {
            if (connections < 1) {
                throw new IllegalArgumentException("--connections is " + connections + ", but must be at least 1.");
            }
            var properties = new Properties();
            properties.setProperty("driver", "org.postgresql.Driver");
            properties.setProperty("fetchsize", Integer.toString(ROWS_AT_A_TIME));
            set(properties, "user", "PGUSER");
            set(properties, "password", "PGPASSWORD");
            var parts = IntStream.range(0, connections)
                    .mapToObj(i -> PART.replace("%d = %d", connections + " = " + i))
                    .toArray(String[]::new);
            return session.read()
                    .jdbc(
                            url,
                            "(SELECT coin AS id, day, price::double precision AS value FROM daily_price) AS prices",
                            parts,
                            properties);
        }

        private static void set(Properties properties, String name, String variable) {
            var value = System.getenv(variable);
            if (value != null) {
                properties.setProperty(name, value);
            }
        }
    }

    Dataset<Row> read(SparkSession session) {
        return source.files == null ? source.prices.read(session) : source.files.read(session);
    }
}
