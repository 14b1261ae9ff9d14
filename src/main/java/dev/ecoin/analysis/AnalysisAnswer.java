package dev.ecoin.analysis;

import dev.ecoin.configuration.Currency;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of an analysis. */
@RegisterForReflection
record AnalysisAnswer(
        @Schema(examples = "risk") String analysis,
        Currency currency,

        @Schema(
                type = SchemaType.ARRAY,
                description = "Rows by coin and day; their fields are the analysis's columns, see /analysis")
        List<Map<String, Object>> rows,

        @Schema(description = "Address of the next page; null on the last one", nullable = true)
        String next) {

    /**
     * An available analysis.
     *
     * @param question the question that it answers
     * @param reading its columns, units and limits
     */
    @RegisterForReflection
    @Schema(name = "AnalysisDescription")
    record Description(
            @Schema(examples = "monthly-average") String name,

            @Schema(examples = "What did a coin cost on average in each calendar month?")
            String question,

            @Schema(examples = "One row per coin and month with at least one stored price. ...")
            String reading,

            @Schema(examples = "/analysis/monthly-average") String address) {

        static Description of(Analysis analysis) {
            return new Description(
                    analysis.label(), analysis.question(), analysis.reading(), "/analysis/" + analysis.label());
        }
    }
}
