package dev.ecoin.http;

import static io.restassured.RestAssured.given;

import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithDatabaseAndCoinGecko
class NulCharactersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/coins/a%00b", "/coins/a%00b/prices", "/coins?search=%00", "/forecast?coin=%00&date=2026-12-31"
            })
    void aNulCharacterWhichNoTextInTheDatabaseHoldsIsA400(String path) {
        given().urlEncodingEnabled(false).get(path).then().statusCode(400).contentType(Problem.MEDIA_TYPE);
    }
}
