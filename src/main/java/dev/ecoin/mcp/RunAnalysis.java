package dev.ecoin.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.analysis.Analysis;
import dev.ecoin.analysis.AnalysisPage;
import dev.ecoin.analysis.AnalysisPages;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Analyses of the stored prices. */
@Singleton
final class RunAnalysis implements Question {

    private static final int USUAL = 20;

    private static final ToolDescription DESCRIPTION = new ToolDescription(
            "analysis",
            "Analyses of observed prices",
            "Answers questions about the past by the service's SQL analyses, as rows by coin and day. "
                    + Arrays.stream(Analysis.values())
                            .map(analysis -> analysis.label() + ": " + analysis.question())
                            .collect(Collectors.joining(" ")),
            List.of(
                    Argument.choice(
                                    "analysis",
                                    "Which one.",
                                    Arrays.stream(Analysis.values())
                                            .map(Analysis::label)
                                            .toList())
                            .required(),
                    Argument.text(
                            "coin", "CoinGecko's ids, separated by commas; all coins by default, which is slower."),
                    Argument.date("from", "First day."),
                    Argument.date("to", "Last day."),
                    Argument.integer("limit", "Most rows.", 1, Rows.MOST, USUAL),
                    Argument.text("after", "next of the answer before, for the rows that follow it.")),
            List.of(
                    Field.NOTES,
                    Field.text("analysis", "Which one."),
                    Field.text("question", "What it answers."),
                    Field.text("reading", "The columns, their units and limits."),
                    Field.CURRENCY,
                    Field.rows("rows", "By coin and day."),
                    Field.text("next", "Give this as after for the rows that follow; null on the last page.")
                            .nullable()),
            true);

    private final AnalysisPages pages;
    private final Answers answers;

    RunAnalysis(AnalysisPages pages, Answers answers) {
        this.pages = pages;
        this.answers = answers;
    }

    @Override
    public ToolDescription description() {
        return DESCRIPTION;
    }

    /** By {@code ecoin.analysis.patience}. */
    @Override
    public boolean isBoundByItself() {
        return true;
    }

    @Override
    public Uni<ObjectNode> answer(Arguments arguments) {
        return pages.find(
                        arguments.required("analysis"),
                        arguments.list("coin"),
                        arguments.text("from"),
                        arguments.text("to"),
                        arguments.integer("limit", 1, Rows.MOST, USUAL),
                        arguments.text("after"))
                .map(this::answer);
    }

    private ObjectNode answer(AnalysisPage page) {
        var answer = answers.begin(
                page.hasNext()
                        ? List.of("There are more rows. Ask again with after, or for fewer days or one coin.")
                        : List.of());
        answer.put("analysis", page.analysis().label());
        answer.put("question", page.analysis().question());
        answer.put("reading", page.analysis().reading());
        answer.put("currency", page.currency().code());
        answer.set("rows", answers.of(page.rows()));
        answer.put("next", page.hasNext() ? page.last() : null);
        return answer;
    }
}
