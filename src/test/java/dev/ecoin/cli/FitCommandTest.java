package dev.ecoin.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ecoin.forecasting.intervals.GarchPrices;
import dev.ecoin.forecasting.sarima.Constant;
import dev.ecoin.forecasting.sarima.Sarima;
import dev.ecoin.forecasting.sarima.SarimaForecaster;
import dev.ecoin.forecasting.sarima.SarimaOrder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class FitCommandTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private int status;

    @Test
    void aGivenOrderIsFittedAndForecast() throws Exception {
        var values = walk(200);

        var answer = fit("{\"id\":\"x\",\"values\":%s,\"order\":[1,1,0],\"horizon\":5,\"levels\":[80,97.5]}"
                        .formatted(text(values)))
                .get(0);

        var expected = Sarima.fit(values, SarimaOrder.of(1, 1, 0), Constant.NONE);
        assertEquals(0, status);
        assertEquals("x", answer.get("id").asText());
        assertEquals(JSON.readTree("[1,1,0]"), answer.get("order"));
        assertEquals(JSON.readTree("[0,0,0]"), answer.get("seasonal"));
        assertEquals(expected.logLikelihood(), answer.get("log_likelihood").doubleValue());
        assertEquals(expected.aicc(), answer.get("aicc").doubleValue());
        assertEquals(199, answer.get("observations").intValue());
        assertEquals(
                expected.coefficients().get("ar1"),
                answer.at("/coefficients/ar1").doubleValue());
        assertEquals(
                expected.standardErrors().get("ar1"),
                answer.at("/standard_errors/ar1").doubleValue());
        assertArrayEquals(expected.forecast(5).mean(), doubles(answer.get("forecast")));
        assertArrayEquals(expected.forecast(5).standardError(), doubles(answer.get("forecast_se")));
        assertEquals(List.of("80", "97.5"), names(answer.get("lower")));
        for (int h = 0; h < 5; h++) {
            assertTrue(answer.at("/lower/97.5/" + h).doubleValue()
                    < answer.at("/lower/80/" + h).doubleValue());
            assertTrue(answer.at("/upper/97.5/" + h).doubleValue()
                    > answer.at("/upper/80/" + h).doubleValue());
        }
        assertTrue(answer.get("fallback").isNull());
        assertTrue(answer.get("cpu_millis").doubleValue() >= 0);
    }

    @Test
    void calibratedIntervalsAreThoseOfTheLibraryAndAreDescribed() throws Exception {
        var prices = GarchPrices.series(730, 1);
        var request = "{\"id\":1,\"values\":%s,\"log\":true,\"horizon\":14,\"intervals\":\"%s\"}";

        var answer = fit(request.formatted(text(prices.values()), "calibrated")).get(0);
        var gaussian = fit(request.formatted(text(prices.values()), "gaussian")).get(0);

        var expected =
                SarimaForecaster.automatic(7).calibratedIntervals().fit(prices).forecast(14, 80, 95);
        assertArrayEquals(expected.lower()[1], doubles(answer.at("/lower/95")));
        assertArrayEquals(expected.upper()[0], doubles(answer.at("/upper/80")));
        assertEquals(gaussian.get("forecast"), answer.get("forecast"));
        assertTrue(!gaussian.get("upper").equals(answer.get("upper")));
        assertEquals("gaussian", gaussian.at("/intervals/method").asText());
        assertEquals("conditional", answer.at("/intervals/method").asText());
        assertEquals(729, answer.at("/intervals/innovations").intValue());
        assertEquals(90, answer.at("/intervals/longest_horizon").intValue());
        assertEquals(3, answer.at("/intervals/trials").size());
        assertEquals(95, answer.at("/intervals/trials/2/coverage_95").doubleValue(), 5);
        assertEquals(1, answer.at("/intervals/trials/0/score").doubleValue());
    }

    @Test
    void whateverTheStartDateTheNextWeekIsThatOfTheSameValues() throws Exception {
        var values = text(GarchPrices.series(120, 1).values());
        var request = "{\"id\":1,\"start\":\"%s\",\"values\":%s,\"order\":[0,1,0],\"intervals\":\"calibrated\"}";

        var monday = fit(request.formatted("2026-01-05", values)).get(0);
        var tuesday = fit(request.formatted("2026-01-06", values)).get(0);

        assertArrayEquals(
                doubles(monday.at("/intervals/next_week")), doubles(tuesday.at("/intervals/next_week")), 1e-12);
    }

    @Test
    void idAndValuesAloneAreEnough() throws Exception {
        var answer = fit("{\"id\":7,\"values\":%s}".formatted(text(walk(120)))).get(0);

        assertEquals(7, answer.get("id").intValue());
        assertEquals(3, answer.get("order").size());
        assertEquals(7, answer.get("period").intValue());
        assertEquals(24, answer.get("forecast").size());
        assertEquals(List.of("80", "95"), names(answer.get("upper")));
    }

    @Test
    void withLogTheForecastIsOnTheOriginalScaleAndTheStatisticsAreNot() throws Exception {
        var logs = walk(200);
        var values =
                IntStream.range(0, 200).mapToDouble(i -> Math.exp(logs[i] / 10)).toArray();
        var scaled = IntStream.range(0, 200).mapToDouble(i -> logs[i] / 10).toArray();

        var answer = fit("{\"id\":1,\"values\":%s,\"order\":[0,1,1],\"log\":true,\"horizon\":3}"
                        .formatted(text(values)))
                .get(0);

        var expected = Sarima.fit(scaled, SarimaOrder.of(0, 1, 1), Constant.NONE);
        assertEquals(expected.logLikelihood(), answer.get("log_likelihood").doubleValue(), 1e-6);
        assertEquals(
                Math.exp(expected.forecast(3).mean()[2]),
                answer.at("/forecast/2").doubleValue(),
                1e-6);
        assertEquals(
                expected.forecast(3).standardError()[2],
                answer.at("/forecast_se/2").doubleValue(),
                1e-9);
    }

    @Test
    void forecastsFollowTheInputsEndEvenIfItsLastValuesAreMissing() throws Exception {
        var values = walk(150);
        var text = text(values);
        var request = "{\"id\":1,\"values\":%s,\"order\":[1,0,0],\"mean\":true,\"horizon\":%d}";

        var whole = fit(request.formatted(text, 5)).get(0);
        var gap = fit(request.formatted(text.replace("]", ",null,null]"), 3)).get(0);

        assertEquals(whole.at("/forecast/2"), gap.at("/forecast/0"));
        assertEquals(whole.at("/upper/95/4"), gap.at("/upper/95/2"));
        assertEquals(3, gap.get("forecast").size());
    }

    @Test
    void aBadLineIsAnErrorOfItsOwnAndTheRestGoesOnInOrder() throws Exception {
        var good = "{\"id\":\"%s\",\"values\":" + text(walk(60)) + ",\"order\":[0,1,0]}";
        var lines = new ArrayList<String>();
        for (int i = 0; i < 40; i++) {
            lines.add(i % 3 == 1 ? "{\"id\":\"" + i + "\",\"values\":\"many\"}" : good.formatted(i));
        }

        var answers = fit(String.join("\n", lines) + "\n\n");

        assertEquals(1, status);
        assertEquals(
                IntStream.range(0, 40).mapToObj(Integer::toString).toList(),
                answers.stream().map(answer -> answer.get("id").asText()).toList());
        for (int i = 0; i < 40; i++) {
            assertEquals(i % 3 == 1, answers.get(i).has("error"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json                                              | not a JSON object",
                "[1,2]                                                 | not a JSON object",
                "{\"values\":[1,2]}                                    | 'id'",
                "{\"id\":{},\"values\":[1,2]}                          | 'id'",
                "{\"id\":1}                                            | 'values'",
                "{\"id\":1,\"values\":[]}                              | no observed",
                "{\"id\":1,\"values\":[null]}                          | no observed",
                "{\"id\":1,\"values\":[1,\"2\"]}                       | 'values'",
                "{\"id\":1,\"values\":[1,1e999]}                       | 'values'",
                "{\"id\":1,\"values\":[1,2],\"start\":\"2026-02-30\"}  | 'start'",
                "{\"id\":1,\"values\":[1,2],\"start\":\"+10000-01-01\"} | 'start'",
                "{\"id\":1,\"values\":[1,2],\"start\":20260131}      | 'start'",
                "{\"id\":1,\"values\":[1,2],\"start\":null}          | 'start'",
                "{\"id\":1,\"values\":[1,2],\"period\":0}              | 'period'",
                "{\"id\":1,\"values\":[1,2],\"period\":367}            | 'period'",
                "{\"id\":1,\"values\":[1,2],\"order\":[1,1]}           | 'order'",
                "{\"id\":1,\"values\":[1,2],\"order\":\"best\"}        | 'order'",
                "{\"id\":1,\"values\":[1,2],\"order\":[1,1,1.5]}       | 'order'",
                "{\"id\":1,\"values\":[1,2],\"order\":[-1,0,0]}        | p must be",
                "{\"id\":1,\"values\":[1,2],\"seasonal\":[1]}          | 'seasonal'",
                "{\"id\":1,\"values\":[1,2],\"mean\":1}                | 'mean'",
                "{\"id\":1,\"values\":[1,2],\"mean\":true,\"drift\":true} | 'mean'",
                "{\"id\":1,\"values\":[1,2],\"order\":[0,1,0],\"mean\":true} | MEAN",
                "{\"id\":1,\"values\":[1,2],\"horizon\":0}             | 'horizon'",
                "{\"id\":1,\"values\":[1,2],\"levels\":[100]}          | 'levels'",
                "{\"id\":1,\"values\":[1,2],\"levels\":80}             | 'levels'",
                "{\"id\":1,\"values\":[1,2],\"intervals\":\"wide\"}    | 'intervals'",
                "{\"id\":1,\"values\":[1,-2],\"log\":true}             | not positive",
                "{\"id\":1,\"values\":[1,2],\"vales\":[1]}             | vales",
                "{\"id\":1,\"values\":[1,2],\"values\":[1]}            | Duplicate"
            })
    void whatIsWrongIsNamed(String line, String named) throws Exception {
        var answer = fit(line).get(0);

        assertEquals(1, status);
        assertTrue(answer.get("error").asText().contains(named), answer.toString());
        assertFalse(answer.has("forecast"));
    }

    @Test
    void aConstantSeriesGetsANamedFallback() throws Exception {
        var answer = fit("{\"id\":1,\"values\":[5,5,5,5,5,5,5,5,5,5,5,5],\"horizon\":2}")
                .get(0);

        assertEquals(0, status);
        assertTrue(answer.get("fallback").asText().startsWith("naive"), answer.toString());
        assertArrayEquals(new double[] {5, 5}, doubles(answer.get("forecast")));
    }

    @Test
    void wrongUsageIsTheExitStatus2() {
        assertEquals(2, Shell.run("fit", "--threads", "0"));
        assertEquals(2, Shell.run("fit", "--threads", "many"));
        assertEquals(2, Shell.run("fit", "--what"));
        assertEquals(2, Shell.run("nonsense"));
        assertEquals(0, Shell.run("fit", "--help"));
        assertEquals(0, Shell.run("train", "--help"));
    }

    @Test
    void answersThatCannotBeWrittenEndIt() throws Exception {
        var closed = OutputStream.nullOutputStream();
        closed.close();
        var lines = "{\"id\":1,\"values\":[5,5,5,5,5,5,5,5,5,5,5,5],\"horizon\":2}\n".repeat(100);
        var input = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));

        var thrown = assertThrows(IOException.class, new FitCommand(input, new PrintStream(closed))::call);

        assertTrue(thrown.getMessage().startsWith("Cannot write to standard output"), thrown.getMessage());
    }

    private List<JsonNode> fit(String input, String... arguments) throws Exception {
        var out = new ByteArrayOutputStream();
        var command = new FitCommand(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        status = new CommandLine(command).execute(arguments);
        var answers = new ArrayList<JsonNode>();
        for (var line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            answers.add(JSON.readTree(line));
        }
        return answers;
    }

    private static double[] walk(int length) {
        var random = new Random(42);
        var level = new double[] {100};
        return IntStream.range(0, length)
                .mapToDouble(i -> level[0] += random.nextGaussian())
                .toArray();
    }

    private static String text(double... values) {
        return IntStream.range(0, values.length)
                .mapToObj(i -> Double.toString(values[i]))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::doubleValue)
                .toArray();
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
