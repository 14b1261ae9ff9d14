package dev.ecoin.spark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.fit.FitAnswer;
import dev.ecoin.fit.FitRequest;
import dev.ecoin.forecasting.ModelCodec;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The answer of {@code fit} as a row, plus the model's diagnostics and bytes. */
record FitRow() implements Answers.Work {

    private static final ObjectMapper TREES = new ObjectMapper();

    static final StructType SCHEMA = Schemas.answer()
            .add("order", Schemas.WHOLES)
            .add("seasonal", Schemas.WHOLES)
            .add("period", DataTypes.IntegerType)
            .add("coefficients", Schemas.BY_NAME)
            .add("standard_errors", Schemas.BY_NAME)
            .add("sigma2", DataTypes.DoubleType)
            .add("log_likelihood", DataTypes.DoubleType)
            .add("aic", DataTypes.DoubleType)
            .add("aicc", DataTypes.DoubleType)
            .add("bic", DataTypes.DoubleType)
            .add("observations", DataTypes.IntegerType)
            .add("forecast", Schemas.DOUBLES)
            .add("forecast_se", Schemas.DOUBLES)
            .add("lower", Schemas.PATHS_BY_NAME)
            .add("upper", Schemas.PATHS_BY_NAME)
            .add("intervals", intervals())
            .add("fallback", DataTypes.StringType)
            .add("diagnostics", diagnostics())
            .add("blob", DataTypes.BinaryType)
            .add("cpu_millis", DataTypes.DoubleType);

    @Override
    public ObjectNode apply(FitRequest request, Series series) {
        var answer = FitAnswer.of(request);
        var json = answer.json().put("blob", ModelCodec.encode(answer.model()));
        json.set(
                "diagnostics",
                TREES.valueToTree(answer.model().describe(answer.series()).diagnostics()));
        return json;
    }

    private static StructType diagnostics() {
        var test = new StructType()
                .add("statistic", DataTypes.DoubleType)
                .add("lags", DataTypes.IntegerType)
                .add("degrees_of_freedom", DataTypes.IntegerType)
                .add("p_value", DataTypes.DoubleType);
        return new StructType()
                .add("ljung_box", test)
                .add("ar_root_distance", DataTypes.DoubleType)
                .add("ma_root_distance", DataTypes.DoubleType)
                .add("root_gap", DataTypes.DoubleType)
                .add("scale", DataTypes.DoubleType)
                .add("missing_days", DataTypes.IntegerType)
                .add("warnings", Schemas.TEXTS);
    }

    private static StructType intervals() {
        var trial = new StructType()
                .add("method", DataTypes.StringType)
                .add("coverage_80", DataTypes.DoubleType)
                .add("coverage_95", DataTypes.DoubleType)
                .add("score", DataTypes.DoubleType);
        return new StructType()
                .add("method", DataTypes.StringType)
                .add("innovations", DataTypes.IntegerType)
                .add("longest_horizon", DataTypes.IntegerType)
                .add("agitation", DataTypes.DoubleType)
                .add("trend_factor", DataTypes.DoubleType)
                .add("next_week", Schemas.DOUBLES)
                .add("trials", DataTypes.createArrayType(trial));
    }
}
