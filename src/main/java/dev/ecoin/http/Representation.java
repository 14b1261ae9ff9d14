package dev.ecoin.http;

import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Representations of tables of numbers; a client selects one with its header {@code Accept}. */
public enum Representation {
    JSON(MediaType.APPLICATION_JSON),
    CSV("text/csv"),
    /** One JSON object per line. */
    JSON_LINES("application/x-ndjson");

    private static final String ANYTHING = "*/*";

    private final MediaType type;
    private final String text;

    Representation(String text) {
        this.text = text;
        this.type = MediaType.valueOf(text);
    }

    /** Such as application/json. */
    public String mediaType() {
        return text;
    }

    /** The value of the header {@code Content-Type}. */
    String contentType() {
        return text + ";charset=UTF-8";
    }

    /**
     * The offered representation that the client prefers, the first of equals (RFC 9110, section 12.5.1). Invalid parts
     * of the header are ignored.
     *
     * @param accept the header {@code Accept}, null if there is none
     * @throws ProblemException with status 406 if the client accepts none of them
     */
    public static Representation preferred(String accept, Representation... offered) {
        // Fast path for the headers that nearly all clients send.
        if (accept == null || accept.isBlank() || accept.equals(ANYTHING) || accept.equals(offered[0].text)) {
            return offered[0];
        }
        var ranges = ranges(accept);
        // max() would return the last of equals.
        return Arrays.stream(offered)
                .filter(each -> each.quality(ranges) > 0)
                .reduce((first, next) -> next.quality(ranges) > first.quality(ranges) ? next : first)
                .orElseThrow(() -> ProblemException.notAcceptable(
                        accept,
                        Arrays.stream(offered).map(Representation::mediaType).collect(Collectors.joining(", "))));
    }

    /** The q of the most specific range that includes this type, 0 if none does. */
    private double quality(List<MediaType> ranges) {
        return ranges.stream()
                .filter(range -> range.isCompatible(type))
                .max(Comparator.comparing((MediaType range) -> !range.isWildcardType())
                        .thenComparing(range -> !range.isWildcardSubtype()))
                .map(Representation::quality)
                .orElse(0.0);
    }

    private static double quality(MediaType range) {
        try {
            return Double.parseDouble(range.getParameters().getOrDefault("q", "1"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static List<MediaType> ranges(String accept) {
        var ranges = new ArrayList<MediaType>();
        for (var range : accept.split(",")) {
            try {
                ranges.add(MediaType.valueOf(range.strip()));
            } catch (IllegalArgumentException e) {
                // An invalid range accepts nothing.
            }
        }
        return ranges;
    }
}
