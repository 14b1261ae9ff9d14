package dev.ecoin.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.unix_date;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Values of series, one per row, arranged so that they can be read series by series: (id, step, value, problem), with
 * all rows of a series in one partition, adjacent and sorted by step. An unreadable value becomes the row's problem and
 * does not fail the job.
 *
 * @param rows in that form
 * @param dated whether steps are days since 1970-01-01
 */
record SeriesRows(Dataset<Row> rows, boolean dated) {

    static final int ID = 0;
    static final int STEP = 1;
    static final int VALUE = 2;
    static final int PROBLEM = 3;

    private static final String DAY = "day";
    private static final String INDEX = "index";
    private static final String DATE = "^\\d{4}-\\d{2}-\\d{2}([ T].*)?$";

    /**
     * Arranges rows with the columns id, value, and day or index.
     *
     * @throws IllegalArgumentException if a column is missing or of another type
     */
    static SeriesRows of(Dataset<Row> input) {
        var columns = List.of(input.columns());
        for (var needed : List.of("id", "value")) {
            if (!columns.contains(needed)) {
                throw missing(needed, columns);
            }
        }
        var dated = columns.contains(DAY);
        if (!dated && !columns.contains(INDEX)) {
            throw missing("day' or 'index", columns);
        }
        var given = col(dated ? DAY : INDEX);
        var step = dated ? day(type(input, DAY)) : index(type(input, INDEX));
        var value = value(type(input, "value"));
        // Only text columns can have unreadable values; null and empty text are missing values.
        var problem = when(
                        given.isNotNull().and(step.isNull()),
                        quoted(given, dated ? "day" : "index", dated ? "a date such as 2026-01-31" : "a whole number"))
                .when(
                        trim(col("value").cast(DataTypes.StringType))
                                .notEqual("")
                                .and(value.isNull()),
                        quoted(col("value"), "value", "a number"));
        var isText =
                type(input, dated ? DAY : INDEX) instanceof StringType || type(input, "value") instanceof StringType;
        var rows = input.select(
                col("id").cast(DataTypes.StringType).as("id"),
                step.cast(DataTypes.LongType).as("step"),
                value.as("value"),
                (isText ? problem : lit(null)).cast(DataTypes.StringType).as("problem"));
        var partitions = Integer.parseInt(input.sparkSession().conf().get("spark.sql.shuffle.partitions"));
        return new SeriesRows(rows.repartition(partitions, col("id")).sortWithinPartitions("id", "step"), dated);
    }

    private static IllegalArgumentException missing(String needed, List<String> columns) {
        return new IllegalArgumentException(
                "There is no column '" + needed + "' among " + String.join(", ", columns) + ".");
    }

    private static DataType type(Dataset<Row> input, String column) {
        return input.schema().apply(column).dataType();
    }

    private static Column day(DataType type) {
        if (type instanceof StringType) {
            return unix_date(when(col(DAY).rlike(DATE), col(DAY)).try_cast(DataTypes.DateType));
        }
        if (type instanceof DateType || type instanceof TimestampType || type instanceof TimestampNTZType) {
            return unix_date(col(DAY).cast(DataTypes.DateType));
        }
        throw new IllegalArgumentException("The column 'day' is " + type.sql()
                + ", but must be DATE, TIMESTAMP or STRING; numbered steps are an index.");
    }

    private static Column index(DataType type) {
        if (type instanceof StringType) {
            return trim(col(INDEX)).try_cast(DataTypes.LongType);
        }
        if (List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType)
                .contains(type)) {
            return col(INDEX).cast(DataTypes.LongType);
        }
        throw new IllegalArgumentException(
                "The column 'index' is " + type.sql() + ", but must be a whole number or STRING; dates are a day.");
    }

    private static Column value(DataType type) {
        if (type instanceof StringType) {
            return trim(col("value")).try_cast(DataTypes.DoubleType);
        }
        if (type instanceof NumericType) {
            return col("value").cast(DataTypes.DoubleType);
        }
        throw new IllegalArgumentException("The column 'value' is " + type.sql() + ", but must be a number or STRING.");
    }

    private static Column quoted(Column given, String name, String valid) {
        return concat(
                lit("The " + name + " '"), given.cast(DataTypes.StringType), lit("' is not valid; use " + valid + "."));
    }
}
