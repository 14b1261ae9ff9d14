package dev.ecoin.prices;

import dev.ecoin.http.ProblemException;
import java.util.Collection;
import java.util.stream.Collectors;

/** The problem for a coin that does not exist. */
public final class UnknownCoin {

    private static final int SHOWN = 20;
    private static final String ALL = "/coins";

    /** Maximum number of ids for {@link #valid}: one more than shown, to know whether there are more. */
    public static final int NEEDED = SHOWN + 1;

    private UnknownCoin() {}

    /**
     * @param known the ids of the stored coins, or the first of them
     */
    public static ProblemException problem(String coin, Collection<String> known) {
        return problem(coin, known, ALL);
    }

    /**
     * @param all where to find all of them
     */
    public static ProblemException problem(String coin, Collection<String> known, String all) {
        return ProblemException.notFound("coin", coin, "There is no coin '" + coin + "' here", valid(known, all));
    }

    /** The problem for a coin that was removed after its model was read: a model always has prices. */
    public static ProblemException withoutPrices(String coin) {
        return ProblemException.notFound(
                "coin",
                coin,
                "The coin '" + coin + "' has no prices any more",
                "a coin of /coins that has a first_day");
    }

    /** Text on valid ids: the first of them, and whether there are more. */
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
