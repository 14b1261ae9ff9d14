package dev.ecoin.risk;

import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/** A parameter that lists percentages. */
public final class Percentages {

    private static final int MOST = 20;
    private static final int DECIMALS = 3;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final String VALID = "up to " + MOST + " percentages above 0 and below 100 with up to " + DECIMALS
            + " decimals, such as 5,50,95";

    private Percentages() {}

    /**
     * Parses percentages greater than 0 and less than 100.
     *
     * @param text comma-separated percentages
     * @return distinct values, ascending
     * @throws ProblemException with status 400 if the text is malformed, 422 if a value is out of range or there are
     *     too many
     */
    public static List<BigDecimal> read(String name, String text) {
        var parts = text.split(",", -1);
        if (parts.length > MOST) {
            throw ProblemException.unprocessable(name, text, parts.length + " percentages are too many", VALID);
        }
        return Arrays.stream(parts)
                .map(part -> Parameters.decimal(name, part.strip(), DECIMALS, BigDecimal.ZERO, HUNDRED, null))
                .distinct()
                .sorted()
                .toList();
    }
}
