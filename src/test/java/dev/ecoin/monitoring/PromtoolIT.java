package dev.ecoin.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Prometheus' own promtool checks rules and queries, and runs the rules' tests. */
class PromtoolIT {

    /** "required" makes promtool's absence a failure instead of a skipped test. */
    private static final String VARIABLE = "ECOIN_TEST_PROMTOOL";

    private static final Logger LOG = Logger.getLogger(PromtoolIT.class);
    private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
    private static final Path TESTS = Path.of("src/test/promtool");
    private static final Path TARGET = Path.of("target");

    @BeforeAll
    static void findPromtool() {
        if (!Files.isExecutable(PROMTOOL)) {
            var message = "There is no " + PROMTOOL + ", so the alert rules are not tested (Debian: apt-get install"
                    + " prometheus).";
            if ("required".equals(System.getenv(VARIABLE))) {
                Assertions.fail(message);
            }
            LOG.warn(message);
            Assumptions.abort(message);
        }
    }

    @Test
    void everyAlertFiresWhenItShouldAndNotBefore() throws Exception {
        var rules = TARGET.resolve("monitoring/alerts.yaml");
        Monitoring.write(rules, Monitoring.rules());
        promtool("check", "rules", rules.toString());

        var command = new ArrayList<>(List.of("test", "rules"));
        var copies = Files.createDirectories(TARGET.resolve("promtool"));
        try (var tests = Files.list(TESTS)) {
            for (var test : tests.toList()) {
                var copy = copies.resolve(test.getFileName());
                Files.copy(test, copy, StandardCopyOption.REPLACE_EXISTING);
                command.add(copy.toString());
            }
        }
        promtool(command.toArray(String[]::new));
    }

    @Test
    void everyQueryOfTheDashboardCanBeParsed() throws Exception {
        var queries = Monitoring.queries();
        var rules = JsonNodeFactory.instance.objectNode();
        var group = rules.putArray("groups").addObject().put("name", "dashboard");
        var list = group.putArray("rules");
        for (int number = 0; number < queries.size(); number++) {
            list.add(rule("query_" + number, queries.get(number)));
        }
        var file = TARGET.resolve("monitoring/dashboard.yaml");
        Monitoring.write(file, rules);

        promtool("check", "rules", file.toString());
    }

    private static ObjectNode rule(String name, Expression query) {
        return JsonNodeFactory.instance.objectNode().put("record", name).put("expr", query.text());
    }

    private static void promtool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(PROMTOOL.toString()));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }
}
