package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code kubernetes/base/kubernetes.yml} equals the output of the build from application.properties. */
class GeneratedManifestsIT {

    @Test
    void theCopyIsWhatTheBuildGenerates() throws IOException {
        assertEquals(
                documents("target/kubernetes/kubernetes.yml"),
                documents("kubernetes/base/kubernetes.yml"),
                "The build generates other manifests than kubernetes/base has; to copy them there: ./mvnw package"
                        + " -DskipTests -Dkubernetes.copy.phase=package");
    }

    /** As trees with ports by name, because Quarkus orders labels and ports differently in each build. */
    private static List<JsonNode> documents(String file) throws IOException {
        try (var documents = new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(new File(file))) {
            var trees = documents.readAll();
            trees.stream()
                    .flatMap(tree -> tree.findValues("ports").stream())
                    .map(ArrayNode.class::cast)
                    .forEach(GeneratedManifestsIT::sortByName);
            return trees;
        }
    }

    private static void sortByName(ArrayNode nodes) {
        var sorted = new ArrayList<JsonNode>();
        nodes.forEach(sorted::add);
        sorted.sort(Comparator.comparing(node -> node.path("name").asText()));
        nodes.removeAll().addAll(sorted);
    }
}
