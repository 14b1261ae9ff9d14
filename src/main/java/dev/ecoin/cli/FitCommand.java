package dev.ecoin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.cli.Shell.OutputException;
import dev.ecoin.cli.Shell.UsageException;
import dev.ecoin.fit.FitAnswer;
import dev.ecoin.fit.FitRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fits series piped through as JSON lines; starts neither the database nor HTTP. */
@Command(
        name = "fit",
        description = "Fits a SARIMA model to each series on standard input and forecasts it.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Input: one JSON object a line. Only id and values are required:",
            "  id         text or number, repeated in the answer",
            "  start      date of the first value, where values are daily",
            "  values     equally spaced observations, null where missing",
            "  period     steps in a season, 1 for none           (default 7)",
            "  order      [p,d,q], or \"auto\" to select it         (default \"auto\")",
            "  seasonal   [P,D,Q]; ignored with \"auto\"            (default [0,0,0])",
            "  mean       with an order: estimate a mean          (default false)",
            "  drift      with an order: estimate a drift         (default false)",
            "  log        fit to logarithms of the values         (default false)",
            "  horizon    steps to forecast                       (default 24)",
            "  levels     coverage of intervals in percent        (default [80,95])",
            "  intervals  \"calibrated\" on the model's past errors, or \"gaussian\" (default \"gaussian\")",
            "An unknown field is an error of its line. Selection is by AICc: it takes the simplest order within 1 of the lowest.",
            "From 100 values on it prefers the random walk unless another order is clearly better in AICc and, from 200 values on,",
            "also in forecasting the newer half of the series.",
            "A KPSS test decides on differences, at 5%%, on a second one at 1%%; a strong season gets a seasonal difference.",
            "With log, a second difference needs 50 values and the test at 0.1%%. The forecast of fewer than 10 values is the last",
            "one, with log and fewer than 50 with limits of a daily price's size; exact seasons and lines continue, see fallback.",
            "",
            "Output: one JSON object a line in the same order: the model, its statistics and forecasts, or id and error.",
            "The field intervals describes calibrated intervals: method (constant or conditional), innovations, the longest",
            "horizon with quantiles of its own, agitation (ratio of the present size of innovations to the usual one), trend_factor",
            "(factor on the expected size of the next 7, above 1 after a long run in one direction), next_week (ratio of the size",
            "of each of the next seven innovations to that of a whole week, assuming daily values: all 1 without a weekly pattern),",
            "and trials: coverage and score of each method, without the trend factor, on the newer half of the errors when",
            "calibrated on the older half.",
            "log_likelihood is on the scale of R's arima, also with missing values: exact and Gaussian, without the density",
            "of the observations that determine the levels.",
            "With log, statistics and forecast_se are on the log scale, forecast and limits on the original one.",
            "Exit status: 0 all lines fitted, 1 some line had an error, 2 wrong usage."
        })
final class FitCommand implements Callable<Integer> {

    private static final int LINES_AHEAD = 4;

    private final ObjectMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final InputStream in;
    private final PrintStream out;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Series fitted at the same time (default: the machine's cores).")
    private int threads = Runtime.getRuntime().availableProcessors();

    FitCommand() {
        this(System.in, System.out);
    }

    FitCommand(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (threads < 1) {
            throw new UsageException("--threads is " + threads + ", but must be at least 1.");
        }
        var workers = Executors.newFixedThreadPool(threads);
        try (var lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return fit(lines, workers::submit) ? 0 : 1;
        } finally {
            workers.shutdownNow();
        }
    }

    /** Returns whether every line was fitted. */
    private boolean fit(BufferedReader lines, Workers workers) throws IOException, InterruptedException {
        var ok = true;
        // Keeps the order of the input; bounded, so that a long input does not pile up in memory.
        Deque<Future<ObjectNode>> answers = new ArrayDeque<>();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isBlank()) {
                continue;
            }
            var text = line;
            answers.add(workers.submit(() -> answer(text)));
            if (answers.size() >= threads * LINES_AHEAD) {
                ok &= print(answers.remove());
            }
        }
        while (!answers.isEmpty()) {
            ok &= print(answers.remove());
        }
        return ok;
    }

    private boolean print(Future<ObjectNode> future) throws IOException, InterruptedException {
        try {
            var answer = future.get();
            out.println(json.writeValueAsString(answer));
            if (out.checkError()) {
                throw new OutputException();
            }
            return !answer.has("error");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private ObjectNode answer(String line) {
        JsonNode id = json.nullNode();
        try {
            var node = json.readTree(line);
            id = node.path("id").isMissingNode() ? id : node.get("id");
            return FitAnswer.of(FitRequest.of(node)).json();
        } catch (JsonProcessingException e) {
            return FitAnswer.error(id, "The line is not a JSON object: " + e.getOriginalMessage());
        } catch (RuntimeException e) {
            return FitAnswer.error(id, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private interface Workers {
        Future<ObjectNode> submit(Callable<ObjectNode> work);
    }
}
