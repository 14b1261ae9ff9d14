package dev.ecoin.spark;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fit} for any number of series. */
@Command(
        name = "fit",
        description = "Fits a SARIMA model to each series and forecasts it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Each series becomes one row, with the columns of fit's answers, first and last step, diagnostics and the"
                    + " model's",
            "bytes; or, if it has no model, with the reason in the column error. Rows may come in any order. Steps"
                    + " without a",
            "row are missing values. A step with two different values is an error of its series.",
            "Exit status: 0 all series have a row, 1 the job failed, 2 wrong usage."
        })
final class FitJob implements Callable<Integer> {

    @Mixin
    private Input input;

    @Mixin
    private Output output;

    @Option(
            names = "--options",
            paramLabel = "JSON",
            description = "Fields of fit's input but for id, start and values, for all series, such as"
                    + " '{\"log\": true, \"horizon\": 30}' (default: none).")
    private String options = "{}";

    @Override
    public Integer call() throws IOException {
        try (var session = output.session("ecoin fit")) {
            output.write(Forecasts.fit(input.read(session), options, output.longest()));
            return 0;
        }
    }
}
