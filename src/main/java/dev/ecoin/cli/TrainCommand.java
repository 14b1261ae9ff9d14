package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.forecasting.ModelFamilies;
import dev.ecoin.runs.Run;
import dev.ecoin.runs.RunState;
import dev.ecoin.training.Shard;
import dev.ecoin.training.Trainer;
import dev.ecoin.training.TrainingRequest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains coins by name, all of them, or one shard of them per process. */
@Command(
        name = "train",
        description = "Fits a model to the stored prices of each coin and activates it if it passes the gate.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "With --all the command skips coins that were trained since, also by another process at the same time, so",
            "running it again continues an interrupted one. A coin's shard is the first 32 bits of the MD5 of its id,",
            "modulo COUNT.",
            "Exit status: 0 every model passed the gate, 1 some were rejected or not trained, 2 wrong usage; with --all 0",
            "every coin was trained, 1 some were not."
        })
final class TrainCommand implements DatabaseCommand {

    private static final int DONE = 0;
    private static final int IN_PART = 1;
    private static final double NANOS_PER_SECOND = 1e9;

    @ArgGroup(multiplicity = "1")
    private Selection selection;

    @Option(
            names = "--shard",
            paramLabel = "INDEX/COUNT",
            description = "With --all: one of COUNT parts of the coins, INDEX from 0.")
    private String shard;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "With --all: leave out coins trained since then, a date (UTC) or an instant such as"
                    + " 2026-11-23T01:15:00Z (default: since the coin's newest price was stored).")
    private String since;

    @Option(
            names = "--order",
            paramLabel = "ORDER",
            description = "auto, or an order such as (1,1,1)(1,0,1)7 (default: ecoin.training.order).")
    private String order;

    @Option(names = "--candidate", description = "Keep the model without activating it.")
    private boolean candidate;

    @Option(
            names = "--override-limits",
            description = "Activate the model even if its forecasts or limits exceed what the price's history allows.")
    private boolean overrideLimits;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Recorded in the model's history.")
    private String reason;

    @Spec
    private CommandSpec spec;

    /** The selected coins. */
    static final class Selection {

        @Option(names = "--coin", required = true, paramLabel = "ID", description = "CoinGecko's id; may be repeated.")
        private List<String> ids;

        @Option(names = "--all", required = true, description = "All active coins that have prices.")
        private boolean all;
    }

    @Override
    public void check() {
        if (order != null) {
            try {
                ModelFamilies.checked(order);
            } catch (IllegalArgumentException e) {
                throw new UsageException("--order: " + e.getMessage() + ".");
            }
        }
        if (selection.all) {
            shard();
            since();
        } else if (shard != null || since != null) {
            throw new UsageException("--shard and --since go with --all, not with --coin.");
        }
    }

    @Override
    public int perform() {
        var request = new TrainingRequest(order, !candidate, overrideLimits, reason);
        return selection.all ? trainAll(request) : train(request);
    }

    private int train(TrainingRequest request) {
        var ids = KnownCoins.present(selection.ids);
        var progress = progress();
        var done = new AtomicInteger();
        var ended = part(Trainer.class)
                .train(ids, request, Shell.NAME, run -> progress.show(done.incrementAndGet(), ids.size()))
                .stream()
                .collect(Collectors.toMap(Run::coin, Function.identity()));
        progress.clear();
        ids.forEach(id -> spec.commandLine()
                .getOut()
                .println(
                        ended.containsKey(id)
                                ? verdict(ended.get(id))
                                : id + ": not trained: another process is training it; try again after it"));
        return ended.size() == ids.size() && ended.values().stream().allMatch(run -> run.state() == RunState.SUCCEEDED)
                ? DONE
                : IN_PART;
    }

    private int trainAll(TrainingRequest request) {
        var part = shard();
        var from = since();
        var progress = progress();
        var due = part(Trainer.class).countDue(part, from);
        var done = new AtomicInteger();
        var start = System.nanoTime();
        var report = part(Trainer.class).train(part, from, request, Shell.NAME, run -> {
            if (run.state() != RunState.SUCCEEDED) {
                progress.line(verdict(run));
            }
            progress.show(done.incrementAndGet(), due);
        });
        var seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        progress.line(String.format(
                Locale.ROOT,
                "%s%d coins: %d accepted, %d rejected, %d not trained, %d trained before; %.1f s",
                shard == null ? "" : "Shard " + shard + ", ",
                report.coins(),
                report.accepted(),
                report.rejected(),
                report.failed(),
                report.trainedBefore(),
                seconds));
        return report.failed() == 0 ? DONE : IN_PART;
    }

    private Progress progress() {
        return Progress.to(spec.commandLine().getOut(), spec.commandLine().getErr(), "coins");
    }

    private Shard shard() {
        try {
            return shard == null ? Shard.WHOLE : Shard.parse(shard);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--shard: " + e.getMessage() + ".");
        }
    }

    private Instant since() {
        if (since == null) {
            return null;
        }
        try {
            return since.indexOf('T') < 0
                    ? LocalDate.parse(since).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(since);
        } catch (DateTimeParseException e) {
            throw new UsageException("--since: '" + since
                    + "' is not a time. Use a date such as 2026-11-23, or an instant such as 2026-11-23T01:15:00Z.");
        }
    }

    private static String verdict(Run run) {
        return switch (run.state()) {
            case SUCCEEDED -> "%s: model %d was accepted; %s".formatted(run.coin(), run.model(), run.note());
            case REJECTED ->
                "%s: model %d was rejected: %s; %s".formatted(run.coin(), run.model(), run.error(), run.note());
            default -> "%s: not trained: %s".formatted(run.coin(), run.error());
        };
    }
}
