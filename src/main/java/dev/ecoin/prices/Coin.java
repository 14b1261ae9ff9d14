package dev.ecoin.prices;

import java.time.LocalDate;

/**
 * A coin and the extent of its stored prices.
 *
 * @param id CoinGecko's id
 * @param symbol in CoinGecko's list, or null if the list has not been read yet
 * @param name in CoinGecko's list, or null if the list has not been read yet
 * @param delistedOn UTC date on which CoinGecko was found not to know the coin; null unless delisted
 * @param listing whether CoinGecko lists the id
 * @param isAwaitingCheck whether the next crawl checks that
 * @param namesake another id that CoinGecko has listed under this name since this coin's prices ended, or null
 * @param firstDay day of the oldest price, or null if there is none
 * @param lastDay day of the latest price, or null if there is none
 * @param days number of days with a price
 */
record Coin(
        String id,
        String symbol,
        String name,
        CoinState state,
        LocalDate delistedOn,
        CoinListing listing,
        boolean isAwaitingCheck,
        String namesake,
        LocalDate firstDay,
        LocalDate lastDay,
        long days) {

    /** The namesake if no further prices are expected. */
    String namesake(LocalDate today) {
        return lastDay != null && lastDay.isBefore(today.minusDays(CoinNames.STALE_DAYS)) ? namesake : null;
    }

    /** A note for users of one or two sentences; or null. */
    String note(LocalDate today) {
        if (namesake(today) != null) {
            return "The prices of '" + id + "' have ended, and CoinGecko lists a coin of the same name as '" + namesake
                    + "'. If it is the same coin under another id, continue with PUT /coins/" + namesake + ".";
        }
        if (listing == CoinListing.NOT_LISTED && state == CoinState.ACTIVE) {
            return "CoinGecko lists no coin with this id. Crawls fetch no prices; imported prices are trained on and served."
                    + " If the id is mistyped, remove the coin and add the right one.";
        }
        return isAwaitingCheck
                ? "Not checked yet: CoinGecko's list of coins was not available when the coin was added. The next crawl looks"
                        + " it up."
                : null;
    }
}
