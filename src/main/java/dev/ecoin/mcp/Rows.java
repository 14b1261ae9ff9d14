package dev.ecoin.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;

/**
 * Rows of an answer, few enough for a model to read.
 *
 * @param shown the rows
 * @param every days from one to the next; 1 if none is left out
 * @param all their number before
 */
record Rows(ArrayNode shown, int every, int all) {

    /** Maximum number of rows of all lists of an answer together. */
    static final int MOST = 60;

    /** Rows at equal distances, the last one included. */
    static Rows spread(JsonNode rows) {
        var every = Math.max(1, (rows.size() + MOST - 1) / MOST);
        var shown = JsonNodeFactory.instance.arrayNode();
        for (int i = (rows.size() - 1) % every; i >= 0 && i < rows.size(); i += every) {
            shown.add(rows.get(i));
        }
        return new Rows(shown, every, rows.size());
    }

    /** The last rows. */
    static Rows last(JsonNode rows, int most) {
        var shown = JsonNodeFactory.instance.arrayNode();
        for (int i = Math.max(0, rows.size() - most); i < rows.size(); i++) {
            shown.add(rows.get(i));
        }
        return new Rows(shown, 1, rows.size());
    }

    /** The first rows. */
    static Rows first(JsonNode rows, int most) {
        var shown = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < Math.min(most, rows.size()); i++) {
            shown.add(rows.get(i));
        }
        return new Rows(shown, 1, rows.size());
    }

    /** Says which rows there are if some are left out. */
    Optional<String> note(String howToAskForFewer) {
        return every == 1
                ? Optional.empty()
                : Optional.of("Of " + all + " days one in " + every + " is shown, the last one included; an answer has "
                        + MOST + " rows at most. " + howToAskForFewer);
    }
}
