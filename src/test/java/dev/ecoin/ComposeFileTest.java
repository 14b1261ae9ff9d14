package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** compose.yaml agrees with the manifests on the service and its database. */
class ComposeFileTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private JsonNode services;

    @BeforeEach
    void read() throws IOException {
        services = YAML.readTree(Path.of("compose.yaml").toFile()).get("services");
    }

    @Test
    void theImagesAreThoseOfTheManifests() throws IOException {
        assertEquals(
                "${FORECASTER_IMAGE:-" + image("kubernetes/base/kubernetes.yml", "ecoin-forecaster") + "}",
                services.at("/ecoin-forecaster/image").asText());
        assertEquals(
                image("kubernetes/base/postgresql.yaml", "postgres"),
                services.at("/postgresql/image").asText());
    }

    @Test
    void theServiceHasNoMoreRightsThanInACluster() {
        var service = services.get("ecoin-forecaster");

        assertTrue(service.get("read_only").asBoolean());
        assertEquals(List.of("/tmp"), texts(service.get("tmpfs")));
        assertEquals(List.of("ALL"), texts(service.get("cap_drop")));
        assertEquals(List.of("no-new-privileges:true"), texts(service.get("security_opt")));
        assertTrue(texts(service.get("ports")).stream().allMatch(port -> port.startsWith("127.0.0.1:")));
    }

    @Test
    void noPasswordHasADefaultAndTheExampleNamesAllThatCanBeSet() throws IOException {
        var compose = Files.readString(Path.of("compose.yaml"));
        var variables = new TreeSet<String>();
        var used = Pattern.compile("\\$\\{([A-Z_]+):([-?])").matcher(compose);
        while (used.find()) {
            variables.add(used.group(1));
            assertEquals(
                    used.group(1).equals("POSTGRES_PASSWORD"), used.group(2).equals("?"), used.group());
        }

        var named = new TreeSet<String>();
        var example = Pattern.compile("(?m)^#?([A-Z_]+)=").matcher(Files.readString(Path.of("compose.env.example")));
        while (example.find()) {
            named.add(example.group(1));
        }
        assertEquals(variables, named);
    }

    private static String image(String manifest, String name) throws IOException {
        return Files.readString(Path.of(manifest))
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("image: .*/" + name + ":.*"))
                .map(line -> line.substring("image: ".length()))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
