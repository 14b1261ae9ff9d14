import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/** Writes the series of lines for fit as rows for the job, for bench/spark.sh. */
class ValuesOfLines {

    /**
     * @param args the lines, and the folder to write: one row per value with id, index and value
     */
    public static void main(String... args) throws Exception {
        try (var session = SparkSession.builder()
                .master("local[*]")
                .config("spark.ui.enabled", false)
                .getOrCreate()) {
            session.read()
                    .json(args[0])
                    .selectExpr("id", "posexplode(values) AS (index, value)")
                    .write()
                    .mode(SaveMode.ErrorIfExists)
                    .parquet(args[1]);
        }
    }
}
