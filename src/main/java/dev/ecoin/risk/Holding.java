package dev.ecoin.risk;

import dev.ecoin.http.Parameters;
import dev.ecoin.http.ProblemException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;

/**
 * A holding of one coin.
 *
 * @param amount amount held, greater than 0
 */
public record Holding(String coin, BigDecimal amount) {

    private static final String PARAMETER = "holdings";
    private static final int DECIMALS = 18;
    private static final BigDecimal MOST = BigDecimal.TEN.pow(18);

    /**
     * Parses holdings such as {@code bitcoin:0.5,ethereum:4}.
     *
     * @throws ProblemException with status 400 if the text is malformed, 422 if an amount is out of range or there are
     *     too many coins
     */
    public static List<Holding> read(String text, int mostCoins) {
        var valid = "up to " + mostCoins + " coins with amounts, such as bitcoin:0.5,ethereum:4";
        var holdings = Arrays.stream(Parameters.required(PARAMETER, text, valid).split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(part -> one(part, valid))
                .toList();
        if (holdings.isEmpty()) {
            throw ProblemException.badRequest(PARAMETER, text, "The parameter 'holdings' names no coin", valid);
        }
        if (holdings.size() > mostCoins) {
            throw ProblemException.unprocessable(PARAMETER, text, holdings.size() + " holdings are too many", valid);
        }
        if (holdings.stream().map(Holding::coin).distinct().count() < holdings.size()) {
            throw ProblemException.badRequest(PARAMETER, text, "The parameter 'holdings' names a coin twice", valid);
        }
        return holdings;
    }

    private static Holding one(String part, String valid) {
        var colon = part.lastIndexOf(':');
        if (colon < 1) {
            throw ProblemException.badRequest(PARAMETER, part, "The holding '" + part + "' has no amount", valid);
        }
        var amount =
                Parameters.decimal(PARAMETER, part.substring(colon + 1).strip(), DECIMALS, BigDecimal.ZERO, MOST, null);
        return new Holding(part.substring(0, colon).strip(), amount.stripTrailingZeros());
    }
}
