package dev.ecoin;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.prices.PriceSource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import dev.ecoin.training.Trainer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Compares the list with the classes that Caffeine loaded by name in this JVM. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class CaffeineByNameTest {

    private static final String CAFFEINE = "com.github.benmanes.caffeine.cache.";

    @Inject
    Service service;

    @Inject
    Trainer trainer;

    @Test
    void namesTheClassesOfAllCachesOfTheServiceAndNoOthers() throws ReflectiveOperationException {
        service.reset("bitcoin", "ethereum");
        service.storeWalk("bitcoin", LocalDate.of(2026, 11, 22), 200, PriceSource.SAMPLE);
        trainer.train(List.of("bitcoin"));
        // Caches an answer, counts a request and remembers a login.
        given().get("/forecast?coin=bitcoin&date=2026-12-31").then().statusCode(200);
        given().get("/coins/bitcoin/explain").then().statusCode(200);
        given().put("/coins/bitcoin").then().statusCode(200);

        var loaded = new TreeSet<String>();
        loaded.addAll(loadedByName("LocalCacheFactory"));
        loaded.addAll(loadedByName("NodeFactory"));

        var registered = Arrays.stream(CaffeineByName.class
                        .getAnnotation(RegisterForReflection.class)
                        .classNames())
                .map(name -> name.substring(CAFFEINE.length()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(loaded, registered);
    }

    @SuppressWarnings("unchecked")
    private static Set<String> loadedByName(String factory) throws ReflectiveOperationException {
        var factories = Class.forName(CAFFEINE + factory).getDeclaredField("FACTORIES");
        factories.setAccessible(true);
        return ((Map<String, ?>) factories.get(null)).keySet();
    }
}
