package dev.ecoin;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ecoin.testing.LiveCoinGeckoResource;
import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged service's OpenAPI document as others use it: checked by a linter, and made into a client that asks. */
@QuarkusIntegrationTest
@WithTestResource(PostgresResource.class)
@WithTestResource(LiveCoinGeckoResource.class)
@WithTestResource(OperatorResource.class)
class ApiClientIT {

    private static final Path DOCUMENT = Path.of("target", "openapi.json").toAbsolutePath();

    @BeforeEach
    void writeDocument() throws IOException {
        Files.writeString(
                DOCUMENT,
                given().queryParam("format", "json")
                        .get("/q/openapi")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
    }

    @Test
    void aStrictLinterFindsNothing() throws Exception {
        var spectral = System.getenv("ECOIN_TEST_SPECTRAL");
        assumeTrue(spectral != null, "ECOIN_TEST_SPECTRAL names no spectral; .ci/run installs it");

        assertSucceeds(
                spectral, "lint", DOCUMENT.toString(), "--ruleset", ".ci/spectral.yaml", "--fail-severity", "hint");
    }

    @Test
    void aClientIsGeneratedCompilesAndAsks() throws Exception {
        await().atMost(Duration.ofMinutes(5))
                .until(() -> given().get("/coins/bitcoin/forecast").statusCode() == 200);

        assertSucceeds(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "-B",
                "-ntp",
                "-q",
                "-f",
                "clients/java/pom.xml",
                "test",
                "-Dopenapi=" + DOCUMENT,
                "-Dservice=http://localhost:" + RestAssured.port);
    }

    private static void assertSucceeds(String... command) throws Exception {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + said);
    }
}
