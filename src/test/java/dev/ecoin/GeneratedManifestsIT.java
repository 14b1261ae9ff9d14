package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code kubernetes/base/kubernetes.yml} is what the build generates from application.properties. */
class GeneratedManifestsIT {

    @Test
    void theCopyIsWhatTheBuildGenerates() throws IOException {
        assertEquals(
                documents("target/kubernetes/kubernetes.yml"),
                documents("kubernetes/base/kubernetes.yml"),
                "The build generates other manifests than kubernetes/base has; to copy them there: ./mvnw package"
                        + " -DskipTests -Dkubernetes.copy.phase=package");
    }

    /** As trees: from build to build Quarkus puts labels into another order. */
    private static List<JsonNode> documents(String file) throws IOException {
        try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(new File(file))) {
            return documents.readAll();
        }
    }
}
