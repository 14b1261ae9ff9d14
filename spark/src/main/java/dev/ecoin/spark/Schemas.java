package dev.ecoin.spark;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Schemas of the answers. */
final class Schemas {

    static final DataType DOUBLES = DataTypes.createArrayType(DataTypes.DoubleType);
    static final DataType WHOLES = DataTypes.createArrayType(DataTypes.IntegerType);
    static final DataType TEXTS = DataTypes.createArrayType(DataTypes.StringType);
    static final DataType BY_NAME = DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType);
    static final DataType PATHS_BY_NAME = DataTypes.createMapType(DataTypes.StringType, DOUBLES);

    private Schemas() {}

    /** The first columns of every answer. */
    static StructType answer() {
        return new StructType()
                .add("id", DataTypes.StringType)
                .add("error", DataTypes.StringType)
                .add("first", DataTypes.LongType)
                .add("last", DataTypes.LongType);
    }
}
