package dev.ecoin.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files that a user gives to Prometheus and Grafana. */
final class Monitoring {

    private static final Path DIRECTORY = Path.of("kubernetes/monitoring");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Monitoring() {}

    /** The rule file in the manifest. */
    static JsonNode rules() throws IOException {
        return read("alerts.yaml").get("spec");
    }

    static List<JsonNode> alerts() throws IOException {
        return children(rules().get("groups"))
                .flatMap(group -> children(group.get("rules")))
                .toList();
    }

    static JsonNode dashboard() throws IOException {
        return read("grafana-dashboard.json");
    }

    /** Every expression of the dashboard, with values for Grafana's variables. */
    static List<Expression> queries() throws IOException {
        var dashboard = dashboard();
        return Stream.of("expr", "definition")
                .flatMap(name -> dashboard.findValues(name).stream())
                .map(JsonNode::asText)
                // A function of Grafana.
                .map(text -> text.replaceFirst("^label_values\\((\\w+), \\w+\\)$", "$1"))
                .map(text -> text.replace("$coin", ".*").replace("$__rate_interval", "5m"))
                .map(Expression::new)
                .toList();
    }

    static Stream<JsonNode> children(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    static void write(Path file, JsonNode content) throws IOException {
        Files.createDirectories(file.getParent());
        YAML.writeValue(file.toFile(), content);
    }

    private static JsonNode read(String file) throws IOException {
        return YAML.readTree(DIRECTORY.resolve(file).toFile());
    }
}
