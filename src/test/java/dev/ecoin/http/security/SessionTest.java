package dev.ecoin.http.security;

import static dev.ecoin.testing.Problems.problem;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecoin.testing.OperatorResource;
import dev.ecoin.testing.Service;
import dev.ecoin.testing.SettableClock;
import dev.ecoin.testing.WithDatabaseAndCoinGecko;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A browser that stays signed in: its cookie, the endpoints that the cookie opens, and when the session ends. */
@QuarkusTest
@WithDatabaseAndCoinGecko
class SessionTest {

    @Inject
    Service service;

    @Inject
    SettableClock clock;

    @BeforeEach
    void start() {
        service.reset("bitcoin");
        service.query("TRUNCATE operator_session");
    }

    @Test
    void theCookieStandsInForThePasswordAndIsClosedToScriptsAndOtherSites() {
        var cookie = signIn();

        assertTrue(cookie.isHttpOnly());
        assertEquals("Strict", cookie.getSameSite());
        assertEquals("/", cookie.getPath());
        assertEquals(Duration.ofHours(12).toSeconds(), cookie.getMaxAge());
        assertFalse(cookie.isSecured(), "it came without TLS");
        assertEquals("operator", who(cookie));
        change(with(cookie)).then().statusCode(404);
        assertEquals(0, service.count("operator_session WHERE token LIKE '%' || $1 || '%'", cookie.getValue()));
    }

    @Test
    void byTlsTheCookieIsSentByTlsOnly() {
        assertTrue(given().header("X-Forwarded-Proto", "https")
                .post("/session")
                .then()
                .statusCode(200)
                .extract()
                .detailedCookie(Sessions.COOKIE)
                .isSecured());
    }

    @Test
    void signingOutEndsTheSessionWhereverItsCookieIs() {
        var cookie = signIn();
        var other = signIn();

        var gone =
                with(cookie).delete("/session").then().statusCode(204).extract().detailedCookie(Sessions.COOKIE);

        assertEquals(0, gone.getMaxAge());
        assertNull(who(cookie));
        problem(change(with(cookie)).then(), 401, "Authorization", null);
        assertEquals("operator", who(other));
    }

    @Test
    void aSessionEndsByItselfAndIsDroppedByTheNextOne() {
        var cookie = signIn();
        clock.advance(Duration.ofHours(12));

        assertNull(who(cookie));
        problem(change(with(cookie)).then(), 401, "Authorization", null);
        signIn();
        assertEquals(1, service.count("operator_session"));
    }

    @Test
    void noOtherPageChangesAnythingByTheCookie() {
        var cookie = signIn();

        change(with(cookie).header("Origin", "https://example.org")).then().statusCode(403);
        change(with(cookie).header("Sec-Fetch-Site", "same-site")).then().statusCode(403);
    }

    @Test
    void onlyTheRightPasswordBeginsASession() {
        given().auth()
                .preemptive()
                .basic("operator", "a guess")
                .post("/session")
                .then()
                .statusCode(401)
                .header("Set-Cookie", nullValue());
        problem(given().auth().none().post("/session").then(), 401, "Authorization", null);
        problem(with(signIn()).post("/session").then(), 403, "Authorization", null);
        problem(change(given().auth().none().cookie(Sessions.COOKIE, "a guess")).then(), 401, "Authorization", null);
        assertEquals(1, service.count("operator_session"));
    }

    @Test
    void whoAsksWithoutCredentialsOrWithWrongOnesIsNobody() {
        given().auth().none().get("/session").then().statusCode(200).body("name", nullValue());
        given().auth()
                .preemptive()
                .basic("operator", "a guess")
                .get("/session")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("name", nullValue());
    }

    private static Cookie signIn() {
        return given().auth()
                .preemptive()
                .basic("operator", OperatorResource.PASSWORD)
                .post("/session")
                .then()
                .statusCode(200)
                .body("name", equalTo("operator"))
                .extract()
                .detailedCookie(Sessions.COOKIE);
    }

    private static String who(Cookie cookie) {
        return with(cookie).get("/session").then().statusCode(200).extract().path("name");
    }

    private static RequestSpecification with(Cookie cookie) {
        return given().auth().none().cookie(Sessions.COOKIE, cookie.getValue());
    }

    /** Cancels a crawl that does not exist. */
    private static Response change(RequestSpecification request) {
        return request.delete("/crawls/0");
    }
}
