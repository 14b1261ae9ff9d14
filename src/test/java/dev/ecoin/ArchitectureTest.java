package dev.ecoin;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.lang.management.PlatformManagedObject;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which package may import which, and other rules that hold for all of the code. */
class ArchitectureTest {

    /** The packages from the top down, each with the packages above it that it may import. */
    enum Room {
        FORECASTING,
        FIT(FORECASTING),
        CONFIGURATION,
        DATABASE(CONFIGURATION),
        HTTP(CONFIGURATION, DATABASE),
        LOGGING,
        FITTING(FORECASTING, FIT, CONFIGURATION, HTTP),
        RUNS(CONFIGURATION, DATABASE, LOGGING),
        FEEDS(CONFIGURATION, HTTP, LOGGING),
        PRICES(FORECASTING, CONFIGURATION, DATABASE, HTTP, LOGGING, RUNS, FEEDS),
        CRAWL(CONFIGURATION, DATABASE, RUNS, HTTP, LOGGING, FEEDS, PRICES),
        TRAINING(FORECASTING, CONFIGURATION, DATABASE, RUNS, HTTP, LOGGING, PRICES),
        SERVING(FORECASTING, CONFIGURATION, RUNS, HTTP, PRICES, TRAINING),
        RISK(FORECASTING, CONFIGURATION, HTTP, PRICES, TRAINING, SERVING),
        ACCURACY(FORECASTING, CONFIGURATION, DATABASE, HTTP, PRICES, TRAINING),
        EXPLANATION(FORECASTING, CONFIGURATION, DATABASE, HTTP, LOGGING, PRICES, TRAINING, SERVING),
        ANALYSIS(FORECASTING, CONFIGURATION, DATABASE, HTTP, PRICES, TRAINING, SERVING),
        ALERTS(
                FORECASTING,
                CONFIGURATION,
                DATABASE,
                HTTP,
                LOGGING,
                RUNS,
                PRICES,
                TRAINING,
                SERVING,
                RISK,
                ACCURACY,
                EXPLANATION),
        SCHEDULE(CONFIGURATION, DATABASE, RUNS, PRICES, CRAWL, TRAINING, EXPLANATION, ACCURACY, ALERTS),
        MCP(HTTP, CONFIGURATION, PRICES, TRAINING, SERVING, RISK, ACCURACY, EXPLANATION, ANALYSIS),
        CLI(
                FORECASTING,
                FIT,
                CONFIGURATION,
                DATABASE,
                RUNS,
                HTTP,
                LOGGING,
                FEEDS,
                PRICES,
                CRAWL,
                TRAINING,
                SERVING,
                RISK,
                ANALYSIS,
                ALERTS,
                SCHEDULE);

        final List<Room> imports;

        Room(Room... imports) {
            this.imports = List.of(imports);
        }

        String classes() {
            return "dev.ecoin." + name().toLowerCase(Locale.ROOT) + "..";
        }
    }

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.ecoin");

    @ParameterizedTest
    @EnumSource(Room.class)
    void aRoomImportsNoOtherRoomsThanItsOwnLineSays(Room room) {
        var others = Arrays.stream(Room.values())
                .filter(other -> other != room && !room.imports.contains(other))
                .map(Room::classes);
        noClasses()
                .that()
                .resideInAPackage(room.classes())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        Stream.concat(others, Stream.of("dev.ecoin")).toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void everyRoomIsInTheList() {
        var rooms = CLASSES.stream()
                .map(type -> type.getPackageName().split("\\."))
                .filter(path -> path.length > 2)
                .map(path -> path[2])
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                Arrays.stream(Room.values())
                        .map(room -> room.name().toLowerCase())
                        .collect(Collectors.toSet()),
                rooms);
    }

    @Test
    void forecastingNeedsTheJdkAndOjAlgoAloneAndDoesNoInputOrOutput() {
        classes()
                .that()
                .resideInAPackage(Room.FORECASTING.classes())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        Room.FORECASTING.classes(),
                        "java.lang..",
                        "java.util..",
                        "java.time..",
                        "java.nio",
                        "java.nio.charset",
                        "org.ojalgo..")
                .check(CLASSES);
    }

    @Test
    void sqlIsIssuedByTheRepositoriesOfTheRoomsThatOwnTables() {
        var owners = Set.of(
                Room.DATABASE,
                Room.RUNS,
                Room.HTTP,
                Room.PRICES,
                Room.CRAWL,
                Room.TRAINING,
                Room.ACCURACY,
                Room.ANALYSIS,
                Room.ALERTS);
        noClasses()
                .that()
                .resideOutsideOfPackages(owners.stream().map(Room::classes).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SQL)
                .check(CLASSES);
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Repository")
                .and()
                // Listens to notifications about a repository's table.
                .haveNameNotMatching("dev\\.ecoin\\.training\\.ActivationChannel(\\$.*)?")
                .and()
                // Contains both ways to the database, and classifies the drivers' exceptions.
                .resideOutsideOfPackage(Room.DATABASE.classes())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SQL)
                .check(CLASSES);
    }

    private static final String[] SQL = {
        "io.vertx.mutiny.sqlclient..",
        "io.vertx.mutiny.pgclient..",
        "io.vertx.pgclient..",
        "io.agroal..",
        "java.sql..",
        "javax.sql.."
    };

    /**
     * Quarkus initialises classes while GraalVM builds the executable, so static state would belong to the build
     * machine.
     */
    @Test
    void noStaticFieldHoldsWhatBelongsToTheMachineOrTheMoment() {
        Stream.of(
                        RandomGenerator.class,
                        Clock.class,
                        Thread.class,
                        Executor.class,
                        Process.class,
                        AutoCloseable.class,
                        File.class,
                        FileSystem.class,
                        PlatformManagedObject.class,
                        Config.class)
                .forEach(type -> noFields()
                        .that()
                        .areStatic()
                        .should()
                        .haveRawType(assignableTo(type))
                        .check(CLASSES));
    }

    /** The service sets its locale at startup, but the library also runs elsewhere, such as in Spark. */
    @Test
    void nothingIsWrittenInTheMachinesLanguage() throws IOException {
        classes()
                .that()
                .haveFullyQualifiedName("dev.ecoin.EcoinForecaster")
                .should()
                .callMethod(Locale.class, "setDefault", Locale.class)
                .check(CLASSES);
        noClasses()
                .should()
                .callMethod(Locale.class, "getDefault")
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(Room.FORECASTING.classes())
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .check(CLASSES);
        try (var files = Files.walk(Path.of("src/main/java/dev/ecoin/forecasting"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var content = Files.readString(file);
                assertFalse(
                        content.contains(".formatted(")
                                && NUMBER.matcher(content).find(),
                        () -> file + " writes numbers with formatted(); use String.format(Locale.ROOT, ...)");
            }
        }
    }

    /** A number's placeholder in a format string. */
    private static final Pattern NUMBER = Pattern.compile("%[-+ 0,(#]*\\d*(\\.\\d+)?[dfgeEGxX]");

    @Test
    void timeIsPassedIn() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.ecoin.SystemClock")
                .should()
                .callMethodWhere(target(owner(assignableTo(Clock.class))).and(target(nameMatching("system.*|tick.*"))))
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .check(CLASSES);
        // now() and now(ZoneId) read the system clock, now(Clock) does not.
        noClasses()
                .should()
                .callMethodWhere(target(owner(assignableTo(Temporal.class)))
                        .and(target(name("now")))
                        .and(describe("without a clock", call -> call.getTarget().getRawParameterTypes().stream()
                                .noneMatch(type -> type.isEquivalentTo(Clock.class)))))
                .check(CLASSES);
    }
}
