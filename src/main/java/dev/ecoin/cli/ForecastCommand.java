package dev.ecoin.cli;

import static dev.ecoin.cli.ShellApplication.part;

import dev.ecoin.cli.Shell.Place;
import dev.ecoin.configuration.Currency;
import dev.ecoin.forecasting.Forecast;
import dev.ecoin.http.Representation;
import dev.ecoin.prices.PriceDigits;
import dev.ecoin.serving.ForecastOptions;
import dev.ecoin.serving.Forecasts;
import dev.ecoin.serving.ServingConfig;
import dev.ecoin.training.StoredModel;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.commons.text.WordUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the forecast that the service would serve. */
@Command(
        name = "forecast",
        description = "Prints a coin's forecast from its active model.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The price is the median at 00:00 UTC; with probability 80%% or 95%% it lies between the limits.",
            "Exit status: 0 printed, 1 failed, 2 usage, or the coin has no model."
        })
final class ForecastCommand implements DatabaseCommand {

    private static final double[] BANDS = {80, 95};

    @Spec
    private CommandSpec spec;

    @Option(names = "--coin", required = true, paramLabel = "ID", description = "CoinGecko's id.")
    private String coin;

    @Option(
            names = "--horizon",
            paramLabel = "DAYS",
            description = "Days after the model's last observation (default: 30).")
    private String horizon;

    @Option(names = "--to", paramLabel = "DATE", description = "Last day, instead of --horizon.")
    private String to;

    @Option(
            names = "--level",
            paramLabel = "PERCENT",
            description = "Coverage of the intervals in percent, such as 80,95 (the default).")
    private String level;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table (the default), chart, csv or json; the last two as the service answers.")
    private Format format = Format.TABLE;

    /** Output formats. */
    enum Format {
        TABLE,
        CHART,
        CSV,
        JSON
    }

    @Override
    public Place place() {
        return Place.EXISTING_DATABASE;
    }

    @Override
    public void check() {
        read(Integer.MAX_VALUE);
    }

    private ForecastOptions read(int maxHorizon) {
        return ForecastOptions.read(to, horizon, level, maxHorizon);
    }

    @Override
    public int perform() {
        var maxHorizon = part(ServingConfig.class).maxHorizon();
        var options = read(maxHorizon);
        var model = ModelledCoins.model(coin);
        var steps = options.steps(model.origin(), "to", maxHorizon);
        var out = spec.commandLine().getOut();
        switch (format) {
            case TABLE -> printTable(model, options, steps, out);
            case CHART -> printChart(model, steps, out);
            case CSV -> print(model, options, steps, Representation.CSV, out);
            case JSON -> print(model, options, steps, Representation.JSON, out);
        }
        return 0;
    }

    private static void print(
            StoredModel model, ForecastOptions options, int steps, Representation representation, PrintWriter out) {
        var answer = part(Forecasts.class).now(model, options, steps, representation);
        out.println(new String(answer, StandardCharsets.UTF_8).stripTrailing());
    }

    private static void printTable(StoredModel model, ForecastOptions options, int steps, PrintWriter out) {
        var forecast = model.fitted().forecast(steps, options.coverage());
        printHead(model, forecast, out);
        var width = forecast.levels().length == 0 ? 0 : 16;
        out.printf(Locale.ROOT, "%-12s%16s", "date", "price");
        for (var each : options.levels()) {
            out.printf(Locale.ROOT, "%" + width + "s%" + width + "s", "lower " + each + "%", "upper " + each + "%");
        }
        out.println();
        for (int step = 0; step < steps; step++) {
            out.printf(Locale.ROOT, "%-12s%16s", forecast.day(step), shown(forecast.median(step)));
            for (int k = 0; k < options.levels().size(); k++) {
                out.printf(
                        Locale.ROOT,
                        "%" + width + "s%" + width + "s",
                        shown(forecast.lower(k, step)),
                        shown(forecast.upper(k, step)));
            }
            out.println();
        }
    }

    private static void printChart(StoredModel model, int steps, PrintWriter out) {
        var forecast = model.fitted().forecast(steps, BANDS);
        printHead(model, forecast, out);
        TerminalChart.of(ModelledCoins.prices(model.coin()), forecast).forEach(out::println);
    }

    private static void printHead(StoredModel model, Forecast forecast, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s in %s, by model %d, %s, from prices to %s%n",
                model.coin(),
                part(Currency.class),
                model.id(),
                model.name(),
                model.origin());
        part(Forecasts.class)
                .notes(model, forecast)
                .forEach(note -> out.println(WordUtils.wrap(note, TerminalChart.WIDTH)));
        out.println();
    }

    static String shown(double price) {
        return Double.isFinite(price) ? PriceDigits.round(price).toPlainString() : "-";
    }
}
