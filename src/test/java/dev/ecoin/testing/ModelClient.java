package dev.ecoin.testing;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.InitializeResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A language model's client of the service, by the protocol's own Java client. It checks answers against their schemas. */
public final class ModelClient implements AutoCloseable {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

    private static final ObjectReader JSON = new ObjectMapper()
            .reader()
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);

    private final McpSyncClient client;
    private final InitializeResult server;

    private ModelClient(McpSyncClient client) {
        this.client = client;
        this.server = client.initialize();
    }

    /** @param headers of each request */
    public static ModelClient of(String address, Map<String, String> headers) {
        var transport = HttpClientStreamableHttpTransport.builder(address)
                .endpoint("/mcp")
                .httpRequestCustomizer((request, method, endpoint, body, context) -> headers.forEach(request::header))
                .build();
        return new ModelClient(McpClient.sync(transport)
                .requestTimeout(LONG_ENOUGH)
                .initializationTimeout(LONG_ENOUGH)
                .enableCallToolSchemaCaching(true)
                .build());
    }

    public InitializeResult server() {
        return server;
    }

    public List<Tool> tools() {
        return client.listTools().tools();
    }

    /** A tool's answer. */
    public JsonNode ask(String tool, Map<String, Object> arguments) {
        var result = client.callTool(new CallToolRequest(tool, arguments));
        assertFalse(Boolean.TRUE.equals(result.isError()), () -> tool + " " + arguments + ": " + text(result));
        var answer = json(text(result));
        JsonNode structured = new ObjectMapper().valueToTree(result.structuredContent());
        assertTrue(structured.equals(ModelClient::compare, answer), () -> structured + " is not " + answer);
        return answer;
    }

    /** What a tool says of arguments that are wrong. */
    public String refusal(String tool, Map<String, Object> arguments) {
        var result = client.callTool(new CallToolRequest(tool, arguments));
        assertTrue(Boolean.TRUE.equals(result.isError()), () -> tool + " " + arguments + ": " + text(result));
        return text(result);
    }

    /** JSON whose numbers are as they stand. */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    /** The client reads numbers as doubles. */
    private static int compare(JsonNode one, JsonNode other) {
        return one.isNumber() && other.isNumber()
                ? Double.compare(one.doubleValue(), other.doubleValue())
                : one.equals(other) ? 0 : 1;
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().get(0)).text();
    }
}
