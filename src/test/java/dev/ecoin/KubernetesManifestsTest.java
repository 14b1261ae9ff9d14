package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person applies: no misspelt field and no secret. */
class KubernetesManifestsTest {

    private static final Path DIRECTORY = Path.of("kubernetes");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @ParameterizedTest
    @MethodSource("files")
    void everyFieldIsOneThatKubernetesKnows(Path file) throws Exception {
        for (var resource : resources(file)) {
            assertNoUnknownField(resource, file + ": " + resource.getKind());
        }
    }

    @Test
    void aMisspeltFieldIsFound() {
        var service = YAML.unmarshal("""
                apiVersion: v1
                kind: Service
                metadata: {name: a}
                spec:
                  ports:
                    - porrt: 80
                """);

        assertThrows(AssertionError.class, () -> assertNoUnknownField(service, "Service"));
    }

    @ParameterizedTest
    @MethodSource("files")
    void secretsAreTheUsersToCreate(Path file) throws IOException {
        assertTrue(resources(file).stream().noneMatch(Secret.class::isInstance));
    }

    @Test
    void theDatabasesCredentialsComeFromTheSecret() throws IOException {
        for (var name : List.of("REACTIVE_URL", "USERNAME", "PASSWORD")) {
            assertEquals(
                    "ecoin-database",
                    environment("QUARKUS_DATASOURCE_" + name)
                            .getValueFrom()
                            .getSecretKeyRef()
                            .getName());
        }
    }

    @Test
    void theOperatorsPasswordIsOptionalAndASecret() throws IOException {
        var reference = environment("ECOIN_SECURITY_OPERATOR_PASSWORD_HASH")
                .getValueFrom()
                .getSecretKeyRef();

        assertEquals("ecoin-operator", reference.getName());
        assertTrue(reference.getOptional());
    }

    private static EnvVar environment(String name) throws IOException {
        return resources(DIRECTORY.resolve("ecoin-forecaster.yaml")).stream()
                .filter(Deployment.class::isInstance)
                .map(Deployment.class::cast)
                .flatMap(deployment ->
                        deployment.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream())
                .filter(variable -> variable.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Stream<Path> files() throws IOException {
        try (var files = Files.list(DIRECTORY)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static List<HasMetadata> resources(Path file) throws IOException {
        return Stream.of(Files.readString(file).split("(?m)^---$"))
                .map(document -> YAML.<HasMetadata>unmarshal(document))
                .toList();
    }

    /** What the model has no field for ends up in a resource's {@code additionalProperties}, at whatever depth. */
    private static void assertNoUnknownField(Object value, String path) throws ReflectiveOperationException {
        if (value instanceof Iterable<?> elements) {
            for (var element : elements) {
                assertNoUnknownField(element, path);
            }
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.kubernetes.api.model")) {
            for (var getter : value.getClass().getMethods()) {
                if (getter.getName().equals("getAdditionalProperties")) {
                    assertEquals(Map.of(), getter.invoke(value), path);
                } else if (getter.getName().startsWith("get") && getter.getParameterCount() == 0) {
                    assertNoUnknownField(
                            getter.invoke(value), path + "." + getter.getName().substring(3));
                }
            }
        }
    }
}
