package dev.ecoin.prices;

import dev.ecoin.http.ProblemException;
import java.util.Collection;
import java.util.stream.Collectors;

/** The answer to a question about a coin that is not here. */
public final class UnknownCoin {

    private static final int SHOWN = 20;
    private static final String ALL = "/coins";

    /** Maximum number of ids for {@link #valid}: one more than it shows, to know whether there are more. */
    public static final int NEEDED = SHOWN + 1;

    private UnknownCoin() {}

    /** @param known the ids of the coins that are here, or the first of them */
    public static ProblemException problem(String coin, Collection<String> known) {
        return problem(coin, known, ALL);
    }

    /** @param all where all of them are */
    public static ProblemException problem(String coin, Collection<String> known, String all) {
        return ProblemException.notFound("coin", coin, "There is no coin '" + coin + "' here", valid(known, all));
    }

    /** What would be valid: the first of the ids, and whether there are more. */
    public static String valid(Collection<String> known) {
        return valid(known, ALL);
    }

    private static String valid(Collection<String> known, String all) {
        if (known.isEmpty()) {
            return "none yet";
        }
        var shown = known.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return known.size() <= SHOWN ? shown : shown + " and more, see " + all;
    }
}
