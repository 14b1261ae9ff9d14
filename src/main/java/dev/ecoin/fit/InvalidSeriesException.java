package dev.ecoin.fit;

import com.fasterxml.jackson.databind.JsonNode;

/** A series, or a field of it, that cannot be used. The message is a whole sentence without the value. */
public final class InvalidSeriesException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** Shown of the names of unknown fields. */
    private static final int LONGEST = 200;

    private final String field;
    private final String value;
    private final String valid;
    private final String what;

    private InvalidSeriesException(
            String message, String what, String field, JsonNode value, String valid, Throwable cause) {
        super(message, cause);
        this.what = what;
        this.field = field;
        this.value =
                value == null || value.isMissingNode() ? null : value.isTextual() ? value.asText() : value.toString();
        this.valid = valid;
    }

    /** @param value missing or null if the field is */
    static InvalidSeriesException field(String field, JsonNode value, String valid) {
        var what = "The field '" + field + "'"
                + (value == null || value.isMissingNode() ? " is missing" : " is not valid");
        return new InvalidSeriesException(
                "The field '" + field + "' must be " + valid + ".", what, field, value, valid, null);
    }

    /** @param cause says by its message what is wrong */
    static InvalidSeriesException combination(String field, JsonNode value, String valid, RuntimeException cause) {
        return new InvalidSeriesException(cause.getMessage(), cause.getMessage(), field, value, valid, cause);
    }

    static InvalidSeriesException unknown(String fields, String known) {
        var what = "Unknown field: " + (fields.length() > LONGEST ? fields.substring(0, LONGEST) + "…" : fields);
        return new InvalidSeriesException(what + ". Known: " + known + ".", what, fields, null, known, null);
    }

    static InvalidSeriesException noObject(JsonNode line) {
        return new InvalidSeriesException(
                "The line is not a JSON object.",
                "A series must be a JSON object",
                null,
                line,
                "an object with id and values",
                null);
    }

    /** Null if the whole is at fault. */
    public String field() {
        return field;
    }

    /** As text or JSON; null if there is none. */
    public String value() {
        return value;
    }

    /** What would be valid, such as "true or false". */
    public String valid() {
        return valid;
    }

    /** What is wrong, as a sentence without its full stop. */
    public String what() {
        return what;
    }
}
