package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.Place;
import dev.ecoin.configuration.Currency;
import dev.ecoin.http.Rendering;
import dev.ecoin.risk.Holding;
import dev.ecoin.risk.Percentages;
import dev.ecoin.risk.PortfolioQuestion;
import dev.ecoin.risk.PortfolioRisk;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the risk of a portfolio. */
@Command(
        name = "portfolio",
        description = "Prints what holdings may be worth: value, profit and loss, value at risk.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Value at risk is the loss that is exceeded with probability 1 - level, expected shortfall the mean of the losses",
            "that are at least as large; the coins' contributions add up to it.",
            "Exit status: 0 printed, 1 failed, 2 usage, or a coin has no model."
        })
final class PortfolioCommand implements DatabaseCommand {

    private static final int USUAL_PATHS = 10_000;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "HOLDING",
            arity = "1..*",
            description = "A coin and the amount held, such as bitcoin:0.5.")
    private List<String> holdings;

    @Option(
            names = "--levels",
            paramLabel = "PERCENT",
            description = "Of value at risk and expected shortfall (default: ${DEFAULT-VALUE}).",
            defaultValue = "95,99")
    private String levels;

    @Option(names = "--format", paramLabel = "FORMAT", description = "table (the default) or json.")
    private Format format = Format.TABLE;

    @Mixin
    private SimulationOptions simulation;

    /** Output formats. */
    enum Format {
        TABLE,
        JSON
    }

    @Override
    public Place place() {
        return Place.EXISTING_DATABASE;
    }

    @Override
    public void check() {
        simulation.check();
        question();
    }

    private PortfolioQuestion question() {
        return new PortfolioQuestion(
                Holding.read(String.join(",", holdings), Integer.MAX_VALUE),
                simulation.horizon(),
                Percentages.read("levels", levels),
                simulation.simulation(USUAL_PATHS));
    }

    @Override
    public int perform() {
        var question = question();
        var risk = question.answer(ModelledCoins.simulated(question.coins()), part(Currency.class));
        var out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(new String(part(Rendering.class).json(risk), StandardCharsets.UTF_8));
        } else {
            print(risk, out);
        }
        return 0;
    }

    private static void print(PortfolioRisk risk, PrintWriter out) {
        out.printf(Locale.ROOT, "%-24s%20s%16s%18s%8s%n", "coin", "amount", "last price", "value", "share");
        for (var holding : risk.holdings()) {
            out.printf(
                    Locale.ROOT,
                    "%-24s%20s%16s%18s%7.1f%%%n",
                    holding.coin(),
                    holding.amount().toPlainString(),
                    shown(holding.lastPrice()),
                    shown(holding.value()),
                    holding.share());
        }
        out.printf(Locale.ROOT, "%n%s %s now, on %s:%n", shown(risk.value()), risk.currency(), risk.date());
        for (var quantile : risk.quantiles()) {
            out.printf(
                    Locale.ROOT,
                    "  %3s%% of cases below %18s  (%s)%n",
                    quantile.quantile().toPlainString(),
                    shown(quantile.value()),
                    signed(quantile.profit()));
        }
        for (var level : risk.risk()) {
            out.printf(
                    Locale.ROOT,
                    "%n%s%%: value at risk %s, expected shortfall %s%n",
                    level.level().toPlainString(),
                    shown(level.valueAtRisk()),
                    shown(level.expectedShortfall()));
            for (var part : level.contributions()) {
                out.printf(
                        Locale.ROOT,
                        "  %-24s%18s%s%n",
                        part.coin(),
                        shown(part.loss()),
                        part.share() == null ? "" : "%7.1f%%".formatted(part.share()));
            }
        }
    }

    private static String signed(BigDecimal profit) {
        return profit != null && profit.signum() > 0 ? "+" + shown(profit) : shown(profit);
    }

    private static String shown(BigDecimal money) {
        return money == null ? "-" : money.toPlainString();
    }
}
