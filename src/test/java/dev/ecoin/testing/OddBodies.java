package dev.ecoin.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Answers of feeds that are truncated, extended, corrupted, or entirely different. */
public final class OddBodies {

    private static final List<Integer> STATUSES =
            List.of(200, 200, 200, 400, 403, 404, 405, 410, 422, 451, 500, 502, 503, 301);
    private static final List<String> TYPES =
            List.of("application/json", "text/html; charset=latin1", "text/plain", "application/x-odd");
    private static final List<String> BODIES = List.of(
            "{\"prices\":[[1763942400000,1.5],[1764028800000,2.5]],\"market_caps\":[],\"total_volumes\":[]}",
            "{\"prices\":[[1e999999999,1e-999999999]],\"market_caps\":[[1,1e200000]]}",
            "[[1763942400000,\"1\",\"2\",\"0.5\",\"1e99999\",\"1\",1764028799999,\"1\",7,\"1\",\"1\",\"0\"]]",
            "[[\"soon\",1,2,3,\"dear\"],[],null,7]",
            "{\"error\":\"coin \\u0000 not f\\ud800ound\"}",
            "{\"error\":\"\\u00\0000\"}",
            "{\"status\":{\"error_code\":1,\"error_message\":\"\\u202e\\u0000\"}}",
            "{\"code\":-1,\"msg\":\"\\u0000\"}",
            "<html>\n\u001b[2J</html>",
            "{\"error\":[{\"status\":null}]}",
            "[".repeat(5_000),
            "9".repeat(5_000),
            "null",
            "");

    /** Number of bodies that a test tries; {@code -Dfuzz.answers=100} for more. */
    public static final int TRIED = Integer.getInteger("fuzz.answers", 10);

    private OddBodies() {}

    public static int status(Random random) {
        return STATUSES.get(random.nextInt(STATUSES.size()));
    }

    public static String type(Random random) {
        return TYPES.get(random.nextInt(TYPES.size()));
    }

    public static byte[] body(Random random) {
        var body = BODIES.get(random.nextInt(BODIES.size())).getBytes(UTF_8);
        for (int change = random.nextInt(4); change > 0 && body.length > 0; change--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) > 0 ? body : Arrays.copyOf(body, random.nextInt(2 * body.length + 1));
    }
}
