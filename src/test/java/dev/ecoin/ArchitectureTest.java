package dev.ecoin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The house's arrows. */
class ArchitectureTest {

    /** From the top down; a room imports only rooms above it. */
    private static final List<String> ROOMS = List.of(
            "forecasting", "database", "http", "coingecko", "prices", "crawl", "training", "serving", "schedule");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.ecoin");

    @Test
    void aRoomImportsOnlyRoomsAboveIt() {
        for (int room = 0; room < ROOMS.size() - 1; room++) {
            var below = ROOMS.subList(room + 1, ROOMS.size()).stream()
                    .map(ArchitectureTest::in)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(in(ROOMS.get(room)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(below)
                    .check(CLASSES);
        }
    }

    @Test
    void everyRoomIsInTheList() {
        classes()
                .should()
                .resideInAnyPackage(java.util.stream.Stream.concat(
                                java.util.stream.Stream.of("dev.ecoin"),
                                ROOMS.stream().map(ArchitectureTest::in))
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void forecastingNeedsTheJdkAndOjAlgoAlone() {
        classes()
                .that()
                .resideInAPackage(in("forecasting"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(in("forecasting"), "java..", "org.ojalgo..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(in("forecasting"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..", "java.sql..")
                .check(CLASSES);
    }

    @Test
    void coinGeckosClientKnowsNoSiblingButHttp() {
        noClasses()
                .that()
                .resideInAPackage(in("coingecko"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOMS.stream()
                        .filter(room -> !List.of("coingecko", "http").contains(room))
                        .map(ArchitectureTest::in)
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void sqlIsIssuedByTheRepositoriesOfTheRoomsThatOwnTables() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("prices"), in("crawl"), in("training"), in("schedule"))
                .or()
                .haveSimpleNameNotEndingWith("Repository")
                .and()
                .haveSimpleNameNotStartingWith("ClusterLock")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx.mutiny.sqlclient..", "io.vertx.sqlclient..", "java.sql..")
                .check(CLASSES);
    }

    @Test
    void timeIsPassedIn() {
        noClasses()
                .that()
                .doNotHaveSimpleName("SystemClock")
                .should()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(CLASSES);
    }

    private static String in(String room) {
        return "dev.ecoin." + room + "..";
    }
}
