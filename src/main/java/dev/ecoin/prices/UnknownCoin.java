package dev.ecoin.prices;

import dev.ecoin.http.ProblemException;
import java.util.List;

/** The answer to a question about a coin that is not here. */
public final class UnknownCoin {

    private static final int SHOWN = 20;

    private UnknownCoin() {}

    /** @param known the ids of the coins that are here */
    public static ProblemException problem(String coin, List<String> known) {
        return ProblemException.notFound("coin", coin, "There is no coin '" + coin + "' here", valid(known));
    }

    private static String valid(List<String> known) {
        if (known.isEmpty()) {
            return "none yet";
        }
        var shown = String.join(", ", known.subList(0, Math.min(SHOWN, known.size())));
        return known.size() <= SHOWN ? shown : shown + " and " + (known.size() - SHOWN) + " more, see /coins";
    }
}
