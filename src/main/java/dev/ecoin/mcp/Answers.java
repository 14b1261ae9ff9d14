package dev.ecoin.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecoin.configuration.Currency;
import dev.ecoin.http.RenderedAnswer;
import dev.ecoin.http.Rendering;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Converts the endpoints' answers, from the bytes that HTTP sends, into those of tools. */
@Singleton
final class Answers {

    private final Rendering rendering;
    private final ObjectReader reader;
    private final Currency currency;

    Answers(Rendering rendering, ObjectMapper mapper, Currency currency) {
        this.rendering = rendering;
        this.reader = mapper.reader()
                .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES);
        this.currency = currency;
    }

    JsonNode of(Object answer) {
        return read(rendering.json(answer));
    }

    JsonNode of(RenderedAnswer answer) {
        return read(answer.body());
    }

    JsonNode of(String json) {
        try {
            return reader.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer that starts with notes. */
    ObjectNode begin(String uncertainty, List<String> notes) {
        var answer = JsonNodeFactory.instance.objectNode();
        answer.put(Field.UNCERTAINTY.name(), uncertainty);
        return answer.setAll(begin(notes));
    }

    /** An answer about facts, without a note on uncertainty. */
    ObjectNode begin(List<String> notes) {
        var answer = JsonNodeFactory.instance.objectNode();
        var texts = answer.putArray(Field.NOTES.name());
        notes.forEach(texts::add);
        return answer;
    }

    /** The amount with its currency, such as 64891.61 EUR. */
    String money(JsonNode amount) {
        return amount == null || amount.isNull()
                ? "beyond all numbers"
                : amount.decimalValue().toPlainString() + " " + currency;
    }

    String text(ObjectNode answer) {
        return new String(rendering.json(answer), StandardCharsets.UTF_8);
    }

    private JsonNode read(byte[] json) {
        try {
            return reader.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
