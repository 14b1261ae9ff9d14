package dev.ecoin.spark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.fit.BacktestAnswer;
import dev.ecoin.fit.BacktestRequest;
import dev.ecoin.fit.FitRequest;
import dev.ecoin.fit.Origins;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The scores of a series' backtest as a row: overall and by steps ahead.
 *
 * @param origins origins of the forecasts
 */
record BacktestRow(Origins origins) implements Answers.Work {

    static final StructType SCHEMA = Schemas.answer()
            .add("windows", DataTypes.IntegerType)
            .add("mase_against_naive", DataTypes.DoubleType)
            .add("model", scores())
            .add("naive", scores())
            .add("seasonal_naive", scores())
            .add("drift", scores())
            .add("by_horizon", DataTypes.createArrayType(scores()));

    @Override
    public ObjectNode apply(FitRequest request, Series series) {
        return BacktestAnswer.of(new BacktestRequest(request, origins)).json();
    }

    private static StructType scores() {
        var interval = new StructType()
                .add("level", DataTypes.DoubleType)
                .add("coverage", DataTypes.DoubleType)
                .add("msis", DataTypes.DoubleType);
        return new StructType()
                .add("forecasts", DataTypes.IntegerType)
                .add("mae", DataTypes.DoubleType)
                .add("rmse", DataTypes.DoubleType)
                .add("smape", DataTypes.DoubleType)
                .add("mase", DataTypes.DoubleType)
                .add("intervals", DataTypes.createArrayType(interval));
    }
}
