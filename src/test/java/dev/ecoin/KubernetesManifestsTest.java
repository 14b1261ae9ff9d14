package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manifests that a user applies: no misspelt field, no secret, no pod with more rights than it needs. The output of
 * {@code kubectl} is checked if a version that supports components is installed; {@code ECOIN_TEST_KUBECTL=required}
 * makes its absence a failure.
 */
class KubernetesManifestsTest {

    private static final Path DIRECTORY = Path.of("kubernetes");
    private static final String SERVICE = "ecoin-forecaster";
    private static final String MANAGEMENT = "management";
    private static final String NAME = "app.kubernetes.io/name";
    private static final String PART_OF = "app.kubernetes.io/part-of";
    private static final Set<String> COMPONENTS = Set.of("cronjobs", "ingress", "own-postgresql", "service-monitor");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    @ParameterizedTest
    @MethodSource("files")
    void everyFieldIsOneThatKubernetesKnows(Path file) throws Exception {
        for (var resource : resources(Files.readString(file))) {
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
        assertTrue(resources(Files.readString(file)).stream().noneMatch(Secret.class::isInstance));
    }

    @ParameterizedTest
    @MethodSource("jobs")
    void jobsRunACommandWithWhatTheServiceRunsWith(Path file) throws IOException {
        var job = only(Job.class, resources(Files.readString(file)));

        assertEquals("ecoin", job.getMetadata().getNamespace());
        assertFalse(container(job.getSpec().getTemplate()).getArgs().isEmpty());
        assertRestricted(job.getSpec().getTemplate());
        assertOnTheDatabase(job.getSpec().getTemplate());
        assertNotServed(job.getSpec().getTemplate());
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "overlays/minikube", "overlays/production"})
    void whatIsAppliedIsCompleteAndStrict(String overlay) throws Exception {
        var applied = rendered(DIRECTORY.resolve(overlay));

        for (var resource : applied) {
            assertNoUnknownField(resource, overlay + ": " + resource.getKind());
            assertTrue(
                    resource.getKind().equals("Namespace")
                            || "ecoin".equals(resource.getMetadata().getNamespace()),
                    resource::toString);
        }
        var deployment = only(Deployment.class, applied);
        var pods = deployment.getSpec().getTemplate();
        assertRestricted(pods);
        assertRestricted(only(StatefulSet.class, applied).getSpec().getTemplate());
        assertOnTheDatabase(pods);
        assertTrue(container(pods).getResources().getLimits().keySet().containsAll(Set.of("cpu", "memory")));
        for (var probe : List.of(
                container(pods).getStartupProbe(),
                container(pods).getLivenessProbe(),
                container(pods).getReadinessProbe())) {
            assertTrue(probe.getHttpGet().getPath().startsWith("/q/health/"));
            assertEquals(
                    MANAGEMENT, portName(container(pods), probe.getHttpGet().getPort()));
        }
        assertTrue(optional("ECOIN_SECURITY_OPERATOR_PASSWORD_HASH", container(pods)));
        assertTrue(optional("ECOIN_COINGECKO_KEY", container(pods)));
        assertFalse(pods.getSpec().getTopologySpreadConstraints().isEmpty());
        assertEquals(SERVICE, pods.getSpec().getServiceAccountName());
        all(ServiceAccount.class, applied).forEach(account -> assertFalse(account.getAutomountServiceAccountToken()));
        assertTrue(applied.stream().noneMatch(resource -> resource.getKind().contains("Role")));
        var budget = only(PodDisruptionBudget.class, applied).getSpec();
        assertEquals(1, budget.getMaxUnavailable().getIntVal());
        assertTrue(selects(budget.getSelector().getMatchLabels(), pods));
        assertEquals(null, deployment.getSpec().getReplicas(), "the autoscaler's to say");
        assertEquals(
                overlay.equals("overlays/minikube") ? List.of() : List.of(2),
                all(HorizontalPodAutoscaler.class, applied)
                        .map(scaler -> scaler.getSpec().getMinReplicas())
                        .toList());
    }

    @Test
    void nobodyButTheServiceAndItsJobsReachesPostgresql() throws Exception {
        var applied = rendered(DIRECTORY);
        var postgresql = only(StatefulSet.class, applied).getSpec().getTemplate();
        var service = only(Deployment.class, applied).getSpec().getTemplate();

        var policies = all(NetworkPolicy.class, applied)
                .filter(policy -> selects(policy.getSpec().getPodSelector().getMatchLabels(), postgresql))
                .toList();

        assertTrue(
                policies.stream()
                        .anyMatch(
                                policy -> policy.getSpec().getPolicyTypes().containsAll(List.of("Ingress", "Egress"))),
                "nothing but what is said");
        assertTrue(policies.stream()
                .allMatch(policy -> policy.getSpec().getEgress().isEmpty()));
        var admitted = policies.stream()
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .toList();
        assertEquals(1, admitted.size());
        assertEquals(5432, admitted.get(0).getPorts().get(0).getPort().getIntVal());
        var peer = admitted.get(0).getFrom().get(0);
        assertEquals(1, admitted.get(0).getFrom().size());
        assertTrue(selects(peer.getPodSelector().getMatchLabels(), service));
        assertFalse(selects(peer.getPodSelector().getMatchLabels(), postgresql));
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "overlays/minikube", "overlays/production"})
    void nobodyButPrometheusReachesHealthAndMetrics(String overlay) throws Exception {
        var applied = rendered(DIRECTORY.resolve(overlay));
        var pods = only(Deployment.class, applied).getSpec().getTemplate();

        all(Service.class, applied)
                .filter(service -> selects(service.getSpec().getSelector(), pods))
                .flatMap(service -> service.getSpec().getPorts().stream())
                .forEach(port -> assertEquals("http", portName(container(pods), port.getTargetPort())));
        assertEquals("9000", pods.getMetadata().getAnnotations().get("prometheus.io/port"));
        var admitted = all(NetworkPolicy.class, applied)
                .filter(policy -> selects(policy.getSpec().getPodSelector().getMatchLabels(), pods))
                .flatMap(policy -> policy.getSpec().getIngress().stream())
                .filter(rule -> rule.getPorts().stream()
                        .anyMatch(port -> MANAGEMENT.equals(portName(container(pods), port.getPort()))))
                .toList();
        assertEquals(1, admitted.size());
        assertEquals(
                List.of(Map.of(NAME, "prometheus")),
                admitted.get(0).getFrom().stream()
                        .map(peer -> peer.getPodSelector().getMatchLabels())
                        .toList());
    }

    @Test
    void cronJobsTakeThePlaceOfTheServicesSchedule(@TempDir Path directory) throws Exception {
        var applied = rendered(withComponents(directory, "cronjobs"));

        var configuration = only(ConfigMap.class, applied).getData();
        assertEquals("off", configuration.get("ECOIN_CRAWL_SCHEDULE"));
        assertEquals("off", configuration.get("ECOIN_TRAINING_SCHEDULE"));
        var jobs = all(CronJob.class, applied)
                .collect(Collectors.toMap(job -> job.getMetadata().getName(), CronJob::getSpec));
        assertEquals(Set.of("ecoin-crawl", "ecoin-train"), jobs.keySet());
        jobs.forEach((name, job) -> {
            var pods = job.getJobTemplate().getSpec().getTemplate();
            assertEquals("Etc/UTC", job.getTimeZone());
            assertEquals("Forbid", job.getConcurrencyPolicy());
            assertEquals(
                    List.of(name.substring("ecoin-".length()), "--all"),
                    container(pods).getArgs(),
                    "coins that were added at run time too");
            assertRestricted(pods);
            assertOnTheDatabase(pods);
            assertNotServed(pods);
        });
    }

    @Test
    void withAPostgresqlOfOnesOwnThereIsNoneInTheCluster(@TempDir Path directory) throws Exception {
        var applied = rendered(withComponents(directory, "own-postgresql"));

        assertEquals(0, all(StatefulSet.class, applied).count());
        assertTrue(applied.stream()
                .noneMatch(resource -> resource.getMetadata().getName().startsWith("postgresql")));
    }

    @Test
    void everyComponentGoesWithEveryOther(@TempDir Path directory) throws Exception {
        assertEquals(COMPONENTS, names(DIRECTORY.resolve("components")));

        var applied = rendered(withComponents(directory, COMPONENTS.toArray(String[]::new)));

        for (var resource : applied) {
            assertNoUnknownField(resource, resource.getKind());
        }
        var ingress = only(Ingress.class, applied)
                .getSpec()
                .getRules()
                .get(0)
                .getHttp()
                .getPaths()
                .get(0)
                .getBackend()
                .getService();
        var service = only(Service.class, applied);
        assertEquals(service.getMetadata().getName(), ingress.getName());
        assertEquals(
                service.getSpec().getPorts().get(0).getName(), ingress.getPort().getName());
        var endpoint =
                only(ServiceMonitor.class, applied).getSpec().getEndpoints().get(0);
        assertEquals(MANAGEMENT, endpoint.getTargetPort().getStrVal());
    }

    static Stream<Path> files() throws IOException {
        try (var files = Files.walk(DIRECTORY)) {
            return files
                    .filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .filter(file -> !file.endsWith("kustomization.yaml"))
                    // For Prometheus and Grafana, with tests of their own.
                    .filter(file -> !file.startsWith(DIRECTORY.resolve("monitoring")))
                    // Patches on a resource instead of a resource.
                    .filter(file -> !file.equals(DIRECTORY.resolve("overlays/production/postgresql.yaml")))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    static Stream<Path> jobs() throws IOException {
        return files().filter(file -> file.startsWith(DIRECTORY.resolve("jobs")));
    }

    private static Set<String> names(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** A new overlay, as a user writes one. */
    private static Path withComponents(Path directory, String... components) throws IOException {
        // kustomize does not accept absolute paths, and resolves links.
        var kubernetes = directory.toRealPath().relativize(DIRECTORY.toRealPath());
        Files.writeString(
                directory.resolve("kustomization.yaml"),
                "resources: [%s/base]\ncomponents: [%s]\n"
                        .formatted(
                                kubernetes,
                                Stream.of(components)
                                        .map(name -> kubernetes + "/components/" + name)
                                        .collect(Collectors.joining(", "))));
        return directory;
    }

    private static List<HasMetadata> rendered(Path kustomization) throws Exception {
        assumeTrue(
                "required".equals(System.getenv("ECOIN_TEST_KUBECTL")) || Kubectl.knowsComponents(),
                "no kubectl that knows components");
        return resources(Kubectl.run("kustomize", kustomization.toString()));
    }

    private static List<HasMetadata> resources(String yaml) {
        return Stream.of(yaml.split("(?m)^---$"))
                .filter(Predicate.not(String::isBlank))
                .map(document -> YAML.<HasMetadata>unmarshal(document))
                .toList();
    }

    private static <T> Stream<T> all(Class<T> type, List<HasMetadata> resources) {
        return resources.stream().filter(type::isInstance).map(type::cast);
    }

    /** The resource of that type that has the service's name, or the only one. */
    private static <T extends HasMetadata> T only(Class<T> type, List<HasMetadata> resources) {
        var found = all(type, resources).toList();
        return found.size() == 1
                ? found.get(0)
                : found.stream()
                        .filter(resource -> resource.getMetadata().getName().equals(SERVICE))
                        .findFirst()
                        .orElseThrow();
    }

    private static Container container(PodTemplateSpec pods) {
        return pods.getSpec().getContainers().get(0);
    }

    private static boolean selects(Map<String, String> selector, PodTemplateSpec pods) {
        return selector == null || pods.getMetadata().getLabels().entrySet().containsAll(selector.entrySet());
    }

    /** Kubernetes' Pod Security Standard "restricted", plus a read-only root file system and no token. */
    private static void assertRestricted(PodTemplateSpec pods) {
        var pod = pods.getSpec();
        assertTrue(pod.getSecurityContext().getRunAsNonRoot());
        assertTrue(pod.getSecurityContext().getRunAsUser() > 0);
        assertEquals(
                "RuntimeDefault", pod.getSecurityContext().getSeccompProfile().getType());
        assertFalse(pod.getAutomountServiceAccountToken());
        assertEquals(1, pod.getContainers().size());
        var context = container(pods).getSecurityContext();
        assertFalse(context.getAllowPrivilegeEscalation());
        assertTrue(context.getReadOnlyRootFilesystem());
        assertEquals(List.of("ALL"), context.getCapabilities().getDrop());
        assertTrue(context.getCapabilities().getAdd().isEmpty());
        assertTrue(container(pods).getVolumeMounts().stream()
                .anyMatch(mount -> mount.getMountPath().equals("/tmp")));
    }

    /** The service's image, credentials and configuration, and the label by which PostgreSQL's policy admits it. */
    private static void assertOnTheDatabase(PodTemplateSpec pods) {
        var image = container(pods).getImage();
        assertEquals(builtImage(), image.replace("registry.example.com/", "docker.io/"));
        for (var name : List.of("REACTIVE_URL", "USERNAME", "PASSWORD")) {
            assertEquals(
                    "ecoin-database",
                    environment("QUARKUS_DATASOURCE_" + name, container(pods))
                            .getValueFrom()
                            .getSecretKeyRef()
                            .getName());
        }
        assertTrue(container(pods).getEnvFrom().stream()
                .anyMatch(source -> source.getConfigMapRef() != null
                        && source.getConfigMapRef().getName().equals(SERVICE)));
        assertEquals(SERVICE, pods.getMetadata().getLabels().get(PART_OF));
    }

    /** The image name that the build generates. */
    private static String builtImage() {
        try {
            return container(only(
                                    Deployment.class,
                                    resources(Files.readString(DIRECTORY.resolve("base/kubernetes.yml"))))
                            .getSpec()
                            .getTemplate())
                    .getImage();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The selectors of the Service and the disruption budget exclude the pod. */
    private static void assertNotServed(PodTemplateSpec pods) {
        assertFalse(SERVICE.equals(pods.getMetadata().getLabels().get(NAME)));
    }

    /** Name of a port, given a reference by name or number. */
    private static String portName(Container container, IntOrString reference) {
        return container.getPorts().stream()
                .filter(port -> port.getName().equals(reference.getStrVal())
                        || port.getContainerPort().equals(reference.getIntVal()))
                .map(ContainerPort::getName)
                .findFirst()
                .orElse("none");
    }

    private static boolean optional(String variable, Container container) {
        return Optional.ofNullable(environment(variable, container)
                        .getValueFrom()
                        .getSecretKeyRef()
                        .getOptional())
                .orElse(false);
    }

    private static EnvVar environment(String name, Container container) {
        return container.getEnv().stream()
                .filter(variable -> variable.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Fields unknown to the model end up in {@code additionalProperties} of a resource, at any depth. */
    private static void assertNoUnknownField(Object value, String path) throws ReflectiveOperationException {
        if (value instanceof Iterable<?> elements) {
            for (var element : elements) {
                assertNoUnknownField(element, path);
            }
        } else if (value != null && value.getClass().getName().startsWith("io.fabric8.")) {
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

    /** The kubectl program, used without a cluster. */
    private static final class Kubectl {

        static boolean knowsComponents() throws InterruptedException {
            try {
                return !run("version", "--client", "-o", "json").contains("\"minor\": \"20\"");
            } catch (IOException e) {
                return false;
            }
        }

        static String run(String... arguments) throws IOException, InterruptedException {
            var process = new ProcessBuilder(Stream.concat(Stream.of("kubectl"), Stream.of(arguments))
                            .toList())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), () -> "kubectl " + String.join(" ", arguments));
            return said;
        }
    }
}
