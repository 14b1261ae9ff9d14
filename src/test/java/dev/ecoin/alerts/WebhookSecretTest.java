package dev.ecoin.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookSecretTest {

    /** The vector of the specification's own libraries. */
    @Test
    void aSignatureIsTheSpecifications() {
        var signature = WebhookSecret.sign(
                List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330,
                "{\"test\": 2432232314}");

        assertEquals("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    @Test
    void eachSecretSigns() {
        var secrets = List.of(WebhookSecret.random(), WebhookSecret.random());

        var both = WebhookSecret.sign(secrets, "msg_1", 1, "{}").split(" ");

        assertNotEquals(secrets.get(0), secrets.get(1));
        assertTrue(secrets.get(0).matches("whsec_[A-Za-z0-9+/]{43}="));
        assertEquals(
                List.of(
                        WebhookSecret.sign(List.of(secrets.get(0)), "msg_1", 1, "{}"),
                        WebhookSecret.sign(List.of(secrets.get(1)), "msg_1", 1, "{}")),
                List.of(both));
    }
}
