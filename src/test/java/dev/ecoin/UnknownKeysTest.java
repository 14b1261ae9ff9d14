package dev.ecoin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnknownKeysTest {

    @Test
    void whatNothingReadsIsFoundWithTheNearestKnownKey() {
        assertEquals(
                Map.of(
                        "ecoin.crawl.shedule", "ecoin.crawl.schedule",
                        "ECOIN_SECURITY_OPERATOR_PASWORD_HASH", "ecoin.security.operator.password-hash"),
                UnknownKeys.in(Stream.of(
                        "ecoin.crawl.shedule",
                        "ECOIN_SECURITY_OPERATOR_PASWORD_HASH",
                        "ecoin.security.operator.pasword.hash",
                        "ecoin.training.keep.models",
                        "ECOIN_TRAINING_GATE_WORST_RATIO",
                        "ecoin.coins[0]",
                        "ECOIN_FORECASTER_SERVICE_HOST",
                        "ECOIN_FORECASTER_PORT_8080_TCP_ADDR",
                        "quarkus.http.prot")));
    }

    @Test
    void keysOfFormerReleasesAreFoundWithWhatTookTheirPlace() {
        assertEquals(
                Map.of(
                        "ecoin.training.resume", "ecoin.runs.look",
                        "ECOIN_CRAWL_RESUME", "ecoin.runs.look",
                        "ecoin.training.database-patience", "ecoin.runs.database-patience"),
                UnknownKeys.in(
                        Stream.of("ecoin.training.resume", "ECOIN_CRAWL_RESUME", "ecoin.training.database-patience")));
    }

    @Test
    void everyKeyOfTheServiceIsKnown() throws IOException {
        var ours = new Properties();
        try (var file = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            ours.load(file);
        }
        assertEquals(Map.of(), UnknownKeys.in(ours.stringPropertyNames().stream()));

        try (var files = Files.walk(Path.of("src/main/java"))) {
            assertEquals(
                    files.filter(Files::isRegularFile)
                            .filter(file -> content(file).contains("\n@ConfigMapping("))
                            .count(),
                    UnknownKeys.INTERFACES.size());
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
