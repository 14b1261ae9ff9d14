package dev.ecoin.spark;

import org.apache.spark.sql.SparkSession;

/** A Spark session in this process. */
final class LocalSession {

    private LocalSession() {}

    static SparkSession start() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("tests")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.shuffle.partitions", 3)
                .getOrCreate();
    }
}
