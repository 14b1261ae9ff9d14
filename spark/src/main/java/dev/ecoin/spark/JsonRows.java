package dev.ecoin.spark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Converts JSON answers to rows of a schema, by field name; absent and non-finite values are null. */
final class JsonRows {

    private JsonRows() {}

    static Row row(JsonNode object, StructType type) {
        return RowFactory.create(Arrays.stream(type.fields())
                .map(field -> value(object.path(field.name()), field.dataType()))
                .toArray());
    }

    private static Object value(JsonNode node, DataType type) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (type instanceof StructType struct) {
            return row(node, struct);
        }
        if (type instanceof ArrayType array) {
            List<Object> elements = new ArrayList<>(node.size());
            node.forEach(element -> elements.add(value(element, array.elementType())));
            return CollectionConverters.asScala(elements).toSeq();
        }
        if (type instanceof MapType map) {
            var entries = new LinkedHashMap<String, Object>();
            node.properties().forEach(entry -> entries.put(entry.getKey(), value(entry.getValue(), map.valueType())));
            return CollectionConverters.asScala(entries);
        }
        return scalar(node, type);
    }

    private static Object scalar(JsonNode node, DataType type) {
        if (type instanceof DoubleType) {
            var value = node.doubleValue();
            return Double.isFinite(value) ? value : null;
        }
        if (type instanceof IntegerType) {
            return node.intValue();
        }
        if (type instanceof LongType) {
            return node.longValue();
        }
        if (type instanceof StringType) {
            return node.textValue();
        }
        if (type instanceof BinaryType) {
            try {
                return node.binaryValue();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalArgumentException("no JSON of type " + type.sql());
    }
}
