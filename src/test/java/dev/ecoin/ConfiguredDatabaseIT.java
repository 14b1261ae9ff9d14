package dev.ecoin;

import static dev.ecoin.testing.Management.management;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecoin.testing.LiveCoinGeckoResource;
import dev.ecoin.testing.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The packaged service on a database configured by the user, with a CoinGecko stand-in. */
@QuarkusIntegrationTest
@WithTestResource(PostgresResource.class)
@WithTestResource(LiveCoinGeckoResource.class)
class ConfiguredDatabaseIT {

    private static final LocalDate TODAY = LocalDate.now(Clock.systemUTC());

    DataSource database;

    @Test
    void theServiceCrawlsTrainsAndServesOnItsOwnAndPutsNoSampleIntoTheUsersDatabase() throws SQLException {
        await().atMost(Duration.ofMinutes(5)).until(() -> forecastStatus() == 200);

        given().queryParam("coin", "bitcoin")
                .queryParam("date", TODAY.plusDays(6).toString())
                .get("/forecast")
                .then()
                .body("size()", equalTo(7));
        assertEquals(364, count("daily_price WHERE coin = 'bitcoin' AND source = 'coingecko'"));
        assertEquals(0, count("daily_price WHERE source = 'sample'"));
        given().get("/q/swagger-ui/").then().statusCode(200);
        management().get("/q/metrics").then().statusCode(200);
    }

    private static int forecastStatus() {
        return given().queryParam("coin", "bitcoin")
                .queryParam("date", TODAY.toString())
                .get("/forecast")
                .statusCode();
    }

    private int count(String rows) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT count(*) FROM " + rows)) {
            result.next();
            return result.getInt(1);
        }
    }
}
