package dev.ecoin.http;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Parses request bodies strictly: anything unexpected throws a {@link ProblemException} with status 400. */
@Singleton
public final class JsonBodies {

    private static final String WHOLE_NUMBER = "a whole number of up to nine digits";

    private static final Map<Class<?>, String> FORMS = Map.of(
            LocalDate.class,
            Parameters.VALID_DATE,
            int.class,
            WHOLE_NUMBER,
            Integer.class,
            WHOLE_NUMBER,
            Boolean.class,
            "true or false",
            BigDecimal.class,
            "a number");

    private final ObjectMapper mapper;
    private final ObjectReader reader;

    JsonBodies(ObjectMapper mapper) {
        this.mapper = mapper;
        this.reader = strict(mapper)
                .reader()
                .with(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** Rejects texts with NUL, which PostgreSQL cannot store. */
    private static final class TextWithoutNul extends StringDeserializer {

        private static final long serialVersionUID = 1;

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var text = super.deserialize(parser, context);
            if (text != null && holdsNul(text)) {
                throw InvalidFormatException.from(parser, "holds a NUL character", text, String.class);
            }
            return text;
        }
    }

    /** Jackson's own takes arrays of numbers too, and an empty one as null. */
    private static final class DateInText extends StdScalarDeserializer<LocalDate> {

        private static final long serialVersionUID = 1;

        private DateInText() {
            super(LocalDate.class);
        }

        @Override
        public LocalDate deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (LocalDate) context.handleUnexpectedToken(LocalDate.class, parser);
            }
            try {
                return LocalDate.parse(parser.getText());
            } catch (DateTimeParseException e) {
                throw InvalidFormatException.from(parser, "is not a date", parser.getText(), LocalDate.class);
            }
        }
    }

    /** Does not coerce: 7 is not a text, a boolean or a date, "7" is not a number, 7.5 is not an integer. */
    private static ObjectMapper strict(ObjectMapper mapper) {
        var strict = mapper.copy()
                .registerModule(new SimpleModule()
                        .addDeserializer(String.class, new TextWithoutNul())
                        .addDeserializer(LocalDate.class, new DateInText()));
        strict.coercionConfigFor(LogicalType.Boolean)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.String, CoercionAction.Fail);
        strict.coercionConfigFor(LogicalType.Integer)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.String, CoercionAction.Fail);
        strict.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return strict;
    }

    /** The body as the given type; empty if there is no body or it is {@code null}. */
    public <T> Optional<T> read(String body, Class<T> type) {
        if (body == null || body.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(reader.forType(type).readValue(body));
        } catch (UnrecognizedPropertyException e) {
            var known = e.getKnownPropertyIds().stream()
                    .map(Object::toString)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw ProblemException.badRequest(
                    e.getPropertyName(), null, "The body has an unknown field '" + e.getPropertyName() + "'", known);
        } catch (InvalidFormatException e) {
            var value = String.valueOf(e.getValue());
            throw ProblemException.badRequest(
                    field(e),
                    value,
                    "The field '" + field(e) + "' " + (holdsNul(value) ? "holds a NUL character" : "cannot be read"),
                    valid(e.getTargetType()));
        } catch (InvalidTypeIdException e) {
            throw unknownKind(e);
        } catch (JsonMappingException e) {
            // Jackson wraps errors of syntax that it finds inside of an object.
            throw e.getCause() instanceof JsonParseException
                    ? notJson(body)
                    : ProblemException.badRequest(
                            field(e),
                            null,
                            "The field '" + field(e) + "' is not of the right type",
                            valid(targetType(e)));
        } catch (JsonProcessingException e) {
            throw notJson(body);
        }
    }

    private static ProblemException notJson(String body) {
        return ProblemException.badRequest("body", body, "The body is not JSON", "a JSON object");
    }

    /** Null if it is unknown. */
    private static Class<?> targetType(JsonMappingException e) {
        return e instanceof MismatchedInputException mismatched
                ? mismatched.getTargetType()
                : e.getCause() instanceof InputCoercionException coercion ? coercion.getTargetType() : null;
    }

    /** Of an object whose fields depend on one that names its kind. */
    private static ProblemException unknownKind(InvalidTypeIdException e) {
        var base = e.getBaseType().getRawClass();
        var name = field(e) + "." + base.getAnnotation(JsonTypeInfo.class).property();
        var valid = Arrays.stream(base.getAnnotation(JsonSubTypes.class).value())
                .map(JsonSubTypes.Type::name)
                .collect(Collectors.joining(", "));
        return e.getTypeId() == null
                ? ProblemException.badRequest(name, null, "The field '" + name + "' is missing", valid)
                : ProblemException.badRequest(
                        name, e.getTypeId(), "The field '" + name + "' is '" + e.getTypeId() + "'", valid);
    }

    private static boolean holdsNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static String field(JsonMappingException e) {
        var path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return path.isEmpty() ? "body" : path.startsWith(".") ? path.substring(1) : path;
    }

    private String valid(Class<?> type) {
        if (type != null && type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> mapper.convertValue(constant, String.class))
                    .collect(Collectors.joining(", "));
        }
        return Optional.ofNullable(type).map(FORMS::get).orElse("what /q/openapi describes");
    }
}
