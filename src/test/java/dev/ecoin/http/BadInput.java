package dev.ecoin.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ecoin.testing.OpenApiDocument;
import dev.ecoin.testing.OpenApiDocument.Operation;
import dev.ecoin.testing.OpenApiDocument.Parameter;
import io.vertx.core.MultiMap;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Generates requests for an operation of the OpenAPI document: valid ones, most of them with something invalid. */
final class BadInput {

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "bitcoin",
            "Bitcoin",
            "no-such-coin",
            "null",
            "undefined",
            "true",
            "'; DROP TABLE coin; --",
            "<script>alert(1)</script>",
            "${jndi:ldap://x}",
            "../../etc/passwd",
            "\u0000",
            "a\u0000b",
            "\u0001\u001f\u007f\u0085",
            "line\r\nSet-Cookie: a=b",
            "\t",
            "\u00e9\u0301\u202e\ufeff\u2028",
            "\ud83d\ude80",
            "日本語",
            "٣",
            "%",
            "_",
            "*",
            "x".repeat(300),
            "é".repeat(300),
            "[object Object]");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "-1",
            "1",
            "7",
            "1000",
            "1001",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999999",
            "1e308",
            "1e309",
            "1e-400",
            "1E5",
            "0x10",
            "1.5",
            ".5",
            "1,000",
            "80,95",
            "80,,95",
            ",",
            "95,80,80",
            "99.99999999999999999",
            "100",
            "NaN",
            "Infinity",
            "-Infinity",
            " 7",
            "7 ",
            "+7",
            "٧",
            "9".repeat(1_000));

    private static final List<String> DATES = List.of(
            "2026-12-31",
            "2026-11-22",
            "2026-11-23",
            "2026-02-29",
            "2024-02-29",
            "2100-02-29",
            "2028-02-29",
            "2026-02-30",
            "2026-13-01",
            "2026-00-00",
            "0000-01-01",
            "0001-01-01",
            "-0001-01-01",
            "1582-10-10",
            "9999-12-31",
            "+10000-01-01",
            "+999999999-12-31",
            "-999999999-01-01",
            "+9999999999-12-31",
            "4714-01-01",
            "294277-01-01",
            "2026-11-23T00:00:00Z",
            "2026-11-23T00:00:00+14:00",
            "2026-11-23+14:00",
            "2026-W48-1",
            "2026-327",
            "20261123",
            "23-11-2026",
            "11/23/2026",
            "tomorrow",
            "2026-1-1",
            " 2026-12-31",
            "2026-12-31 ");

    /** Parts of an address that no encoder would produce. */
    private static final List<String> RAW = List.of(
            "%",
            "%zz",
            "%2",
            "%c0%af",
            "%ff",
            "%00",
            "%0d%0a",
            "%2F",
            "%2e%2e%2f",
            "%252e",
            "+",
            ";",
            ";a=b",
            "a;b=c",
            "%u0041",
            "%ed%a0%80",
            "%f4%90%80%80",
            "..",
            ".",
            "//",
            "\\",
            "[",
            "]",
            "{",
            "}",
            "|",
            "^",
            "`",
            "\"",
            "<",
            ">",
            "#",
            "&&",
            "=",
            "é");

    private static final List<String> JSON_VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e400",
            "1e-400",
            "123456789012345678901234567890",
            "1.5",
            "\"\"",
            "\"bitcoin\"",
            "\"2026-11-01\"",
            "\"2026-02-30\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "[]",
            "{}",
            "[null]",
            "[1]",
            "[\"bitcoin\"]",
            "[\"bitcoin\",\"bitcoin\"]",
            "[\"\\u0000\"]",
            "[[\"bitcoin\"]]",
            "{\"a\":1}",
            "\"" + "x".repeat(2_000) + "\"",
            "[" + "1,".repeat(2_000) + "1]");

    private static final List<String> BODIES = List.of(
            "",
            " ",
            "null",
            "true",
            "1",
            "\"text\"",
            "[]",
            "{",
            "}",
            "{\"",
            "{}{}",
            "{},",
            "[".repeat(2_000),
            "{\"a\":".repeat(2_000),
            "{\"a\":".repeat(40) + "1" + "}".repeat(40),
            "\u0000",
            "\ufeff{}",
            "{\"\u0000\":1}",
            "{'a':1}",
            "{a:1}",
            "{\"a\":NaN}",
            "{\"a\":1,}",
            "/* */{}",
            "<xml/>",
            "a=b&c=d",
            "{\"unknown\":1}",
            "{\"__proto__\":{}}",
            "x".repeat(100_000));

    private static final List<String> METHODS =
            List.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND");
    private static final List<String> TYPES = List.of(
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "x",
            "application/json;charset=utf-16",
            "*/*");
    private static final List<String> ACCEPTED = List.of(
            "*/*",
            "text/csv",
            "text/html",
            "application/xml",
            "image/png;q=0.5, */*;q=0.1",
            "x",
            ";",
            "application/json;q=2",
            "text/event-stream");

    private final Random random;
    private final OpenApiDocument document;

    BadInput(OpenApiDocument document, long seed) {
        this.document = document;
        this.random = new Random(seed);
    }

    /**
     * @param uri as sent over the wire
     * @param body null for none
     * @param isOther whether the request uses another method at the operation's address
     */
    record Request(Operation operation, String method, String uri, MultiMap headers, String body, boolean isOther) {

        @Override
        public String toString() {
            var shown = body == null ? "" : " " + (body.length() > 200 ? body.substring(0, 200) + "..." : body);
            return method + " " + uri + headers.entries() + shown;
        }
    }

    /** Valid requests, each with one text that contains the characters. */
    List<Request> requestsWith(String characters, Operation operation) {
        var requests = new ArrayList<Request>();
        var path = operation.examplePath();
        for (var parameter : operation.parameters()) {
            var text = encode("a" + characters + "b");
            if (parameter.in().equals("path")) {
                var others = operation.path().replace("{" + parameter.name() + "}", text);
                for (var other : operation.parameters()) {
                    others = others.replace("{" + other.name() + "}", String.valueOf(other.example()));
                }
                requests.add(withBody(operation, others, operation.body() == null ? null : operation.bodyExample()));
            } else if (parameter.in().equals("query")) {
                requests.add(withBody(operation, path + "?" + encode(parameter.name()) + "=" + text, null));
            }
        }
        if (operation.isRead()) {
            requests.add(withBody(operation, path + "?" + encode("a" + characters) + "=b", null));
        }
        if (operation.body() != null) {
            var text = new TextNode("a" + characters + "b").toString();
            for (var name : properties(operation.body())) {
                requests.add(withBody(operation, path, "{\"" + name + "\":" + text + "}"));
                requests.add(withBody(operation, path, "{\"" + name + "\":[" + text + "]}"));
            }
            requests.add(withBody(operation, path, "{" + text + ":1}"));
        }
        return requests;
    }

    private static Request withBody(Operation operation, String uri, String body) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        if (body != null) {
            headers.set("Content-Type", "application/json");
        }
        return new Request(operation, operation.method(), uri, headers, body, false);
    }

    Request request(Operation operation) {
        var path = operation.path();
        var query = new ArrayList<String>();
        for (var parameter : operation.parameters()) {
            if (parameter.in().equals("path")) {
                path = path.replace("{" + parameter.name() + "}", value(parameter, false));
            } else if (parameter.in().equals("query")) {
                var times = random.nextInt(20);
                for (int i = 0; i < (times == 0 ? 2 : times <= 3 ? 0 : 1); i++) {
                    query.add(encode(parameter.name()) + "=" + value(parameter, true));
                }
            }
        }
        if (oneIn(30)) {
            query.add(oneIn(2) ? any(RAW) : encode(any(TEXTS)) + "=" + encode(any(TEXTS)));
        }
        var headers = MultiMap.caseInsensitiveMultiMap();
        if (oneIn(10)) {
            headers.set("Accept", any(ACCEPTED));
        }
        if (oneIn(20)) {
            headers.set("If-None-Match", any(List.of("*", "\"x\"", "W/\"x\"", "x", "\"", ",")));
        }
        if (oneIn(20)) {
            headers.set("If-Modified-Since", any(DATES).strip());
        }
        var body = operation.body() == null ? null : body(operation);
        if (body != null) {
            headers.set("Content-Type", oneIn(20) ? any(TYPES) : "application/json");
        }
        var isOther = oneIn(40);
        var method = isOther ? any(METHODS) : operation.method();
        return new Request(
                operation,
                method,
                path + (query.isEmpty() ? "" : "?" + String.join("&", query)),
                headers,
                body,
                isOther && !method.equals(operation.method()));
    }

    private String value(Parameter parameter, boolean inQuery) {
        var example = parameter.example() == null ? any(TEXTS) : parameter.example();
        var kind = random.nextInt(20);
        if (kind < 9) {
            return encode(example);
        }
        if (kind == 9) {
            // If such characters end the path, it belongs to another operation.
            return any(RAW).replaceAll(inQuery ? "[&#]" : "[/?#;]|^\\.\\.?$", "%20");
        }
        var text = kind < 13 ? any(DATES) : kind < 16 ? any(NUMBERS) : kind < 19 ? any(TEXTS) : mutated(example);
        return encode(!inQuery && text.isEmpty() ? "x" : text);
    }

    private String body(Operation operation) {
        if (oneIn(4)) {
            return any(BODIES);
        }
        if (oneIn(4)) {
            return operation.bodyExample();
        }
        var fields = new ArrayList<String>();
        properties(operation.body()).forEach(name -> {
            for (int i = 0; i < (oneIn(20) ? 2 : oneIn(3) ? 0 : 1); i++) {
                fields.add("\"" + name + "\":" + any(JSON_VALUES));
            }
        });
        if (oneIn(10)) {
            fields.add("\"no_such_field\":" + any(JSON_VALUES));
        }
        return "{" + String.join(",", fields) + "}";
    }

    private List<String> properties(JsonNode schema) {
        var resolved = document.resolve(schema);
        return resolved.has("items")
                ? properties(resolved.get("items"))
                : resolved.path("properties").properties().stream()
                        .map(property -> property.getKey())
                        .toList();
    }

    private String mutated(String text) {
        var at = random.nextInt(text.length() + 1);
        return text.substring(0, at)
                + (char) random.nextInt(0x250)
                + text.substring(Math.min(text.length(), at + random.nextInt(2)));
    }

    private boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
