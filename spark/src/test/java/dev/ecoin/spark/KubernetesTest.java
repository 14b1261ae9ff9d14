package dev.ecoin.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the manifests for the Spark operator: no unknown field, and a command line that the job accepts. */
class KubernetesTest {

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory()).enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** The operator's resource, version v1, with the fields used here; any other field counts as unknown. */
    record SparkApplication(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

        record Spec(
                String mainClass,
                String jars,
                List<String> driverArgs,
                Map<String, String> sparkConf,
                Pods driverSpec,
                Pods executorSpec,
                Tolerations applicationTolerations,
                Versions runtimeVersions) {}

        record Pods(PodTemplateSpec podTemplateSpec) {}

        record Tolerations(String resourceRetainPolicy) {}

        record Versions(String sparkVersion) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"fit", "train"})
    void applicationsHaveNoMisspeltFieldAndACommandLineThatTheJobTakes(String name) throws IOException {
        var tree = YAML.readTree(Path.of("kubernetes", name + ".yaml").toFile());

        var application = YAML.treeToValue(tree, SparkApplication.class);

        assertEquals("spark.apache.org/v1", application.apiVersion());
        assertEquals("SparkApplication", application.kind());
        assertEquals("ecoin-" + name, application.metadata().getName());
        // Fabric8 keeps unknown fields.
        assertNothingIsLost(tree.at("/metadata"), YAML.valueToTree(application.metadata()));
        for (var pods : List.of("driverSpec", "executorSpec")) {
            var template = tree.at("/spec/" + pods + "/podTemplateSpec");
            var read = YAML.treeToValue(template, PodTemplateSpec.class);
            assertTrue(read.getAdditionalProperties().isEmpty());
            assertTrue(read.getSpec().getAdditionalProperties().isEmpty());
            assertTrue(read.getSpec()
                    .getSecurityContext()
                    .getAdditionalProperties()
                    .isEmpty());
            assertTrue(read.getSpec().getSecurityContext().getRunAsNonRoot());
        }
        var spec = application.spec();
        assertEquals(Job.class.getName(), spec.mainClass());
        assertTrue(spec.sparkConf().keySet().stream().allMatch(key -> key.startsWith("spark.")));
        assertFalse(tree.toString().contains("password="), "no secret");
        assertEquals(
                System.getProperty("spark.test.version"), spec.runtimeVersions().sparkVersion());
        assertTrue(spec.jars().endsWith("/" + System.getProperty("ecoin.job.name")), spec.jars());
        Job.commandLine().parseArgs(spec.driverArgs().toArray(String[]::new));
    }

    private static void assertNothingIsLost(JsonNode given, JsonNode read) {
        given.fieldNames().forEachRemaining(field -> assertEquals(given.get(field), read.get(field), field));
    }
}
