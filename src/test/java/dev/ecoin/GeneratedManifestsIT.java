package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code kubernetes/base/kubernetes.yml} is what the build generates from application.properties. */
class GeneratedManifestsIT {

    @Test
    void theCopyIsWhatTheBuildGenerates() throws IOException {
        assertEquals(
                Files.readString(Path.of("target/kubernetes/kubernetes.yml")),
                Files.readString(Path.of("kubernetes/base/kubernetes.yml")),
                "The build generates other manifests than kubernetes/base has; to copy them there: ./mvnw package"
                        + " -DskipTests -Dkubernetes.copy.phase=package");
    }
}
