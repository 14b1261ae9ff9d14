package dev.ecoin.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A problem detail (RFC 9457) with extensions that show a caller what to change.
 *
 * @param type always {@code about:blank}; the status identifies the problem
 * @param title name of the status
 * @param status the HTTP status
 * @param detail what is wrong and what to do
 * @param parameter name of the invalid parameter
 * @param value the invalid value, truncated if long
 * @param valid the valid values
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(description = "Problem detail as in RFC 9457, application/problem+json")
public record Problem(
        @Schema(examples = "about:blank") String type,
        @Schema(examples = "Not Found") String title,
        @Schema(examples = "404") int status,

        @Schema(examples = "There is no coin 'dogecoin' here. Valid: bitcoin, ethereum.")
        String detail,

        @Schema(examples = "coin") String parameter,
        @Schema(examples = "dogecoin") String value,
        @Schema(examples = "bitcoin, ethereum") String valid) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** 500: hides internal errors from the caller. */
    static Problem internal() {
        return plain(500, "Internal Server Error", "Internal error; the service's log has the cause.");
    }

    /** A problem that is not caused by a value. */
    static Problem plain(int status, String title, String detail) {
        return new Problem("about:blank", title, status, detail, null, null, null);
    }
}
