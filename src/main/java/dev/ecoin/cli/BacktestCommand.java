package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.configuration.Currency;
import dev.ecoin.database.JobDatabase;
import dev.ecoin.runs.Run;
import dev.ecoin.runs.RunState;
import dev.ecoin.training.BacktestOptions;
import dev.ecoin.training.ModelHistoryRepository;
import dev.ecoin.training.Trainer;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Backtests active models. */
@Command(
        name = "backtest",
        description = "Measures each coin's active model on the past, compared with naive, seasonal naive and drift.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The result is stored with the model: GET /coins/{coin}/backtest shows it by days ahead and by origin.",
            "Exit status: 0 all measured, 1 some not, 2 wrong usage."
        })
final class BacktestCommand implements DatabaseCommand {

    @Mixin
    private KnownCoins coins;

    @Option(names = "--windows", paramLabel = "N", description = "Maximum number of origins (default: the gate's).")
    private Integer windows;

    @Option(names = "--step", paramLabel = "DAYS", description = "Days between origins (default: the gate's).")
    private Integer step;

    @Option(names = "--horizon", paramLabel = "DAYS", description = "Days forecast from each (default: the gate's).")
    private Integer horizon;

    @Option(names = "--refit", description = "Estimate at each origin instead of once at the oldest.")
    private boolean refit;

    @Spec
    private CommandSpec spec;

    @Override
    public int perform() throws JsonProcessingException {
        var ids = coins.ids();
        var options = new BacktestOptions(windows, step, horizon, refit ? BacktestOptions.REFIT : null);
        var out = spec.commandLine().getOut();
        var progress = Progress.to(out, spec.commandLine().getErr(), "coins");
        var done = new AtomicInteger();
        var ended = part(Trainer.class)
                .backtest(ids, options, Shell.NAME, run -> progress.show(done.incrementAndGet(), ids.size()));
        progress.clear();
        var measured = 0;
        for (var run : ended) {
            if (run.state() == RunState.SUCCEEDED) {
                measured++;
                print(run, out);
            } else {
                out.printf("%s: not measured: %s%n", run.coin(), run.error());
            }
        }
        return measured == ids.size() ? 0 : 1;
    }

    private static void print(Run run, PrintWriter out) throws JsonProcessingException {
        out.printf("%s: model %d: %s%n", run.coin(), run.model(), run.note());
        var backtest = part(JobDatabase.class)
                .transaction(session -> part(ModelHistoryRepository.class).backtest(session, run.coin()));
        if (backtest.isEmpty()) {
            return;
        }
        out.printf(
                "  %-16s%12s%12s%8s%8s%8s%8s%8s%n",
                "", "MAE, " + part(Currency.class), "RMSE", "sMAPE", "MASE", "in 80%", "in 95%", "MSIS");
        for (var scores :
                new ObjectMapper().readTree(backtest.get()).get("overall").properties()) {
            var value = scores.getValue();
            var intervals = value.get("intervals");
            out.printf(
                    Locale.ROOT,
                    "  %-16s%12.6g%12.6g%8.2f%8.3f%7.1f%%%7.1f%%%8.2f%n",
                    scores.getKey(),
                    value.get("mae").doubleValue(),
                    value.get("rmse").doubleValue(),
                    value.get("smape").doubleValue(),
                    value.get("mase").doubleValue(),
                    intervals.get(0).get("coverage").doubleValue(),
                    intervals.get(1).get("coverage").doubleValue(),
                    intervals.get(1).get("msis").doubleValue());
        }
    }
}
