package dev.ecoin.crawl;

import java.time.LocalDate;

/**
 * What a run did for one coin.
 *
 * @param firstDay first day wanted, null if none was
 * @param lastDay last day wanted, null if none was
 * @param daysWanted days that were missing
 * @param daysStored days added or changed
 * @param calls calls made, failed ones too
 * @param error why days are still missing, null if all went well
 */
public record CoinCrawl(
        String coin, LocalDate firstDay, LocalDate lastDay, int daysWanted, int daysStored, int calls, String error) {

    public boolean failed() {
        return error != null;
    }
}
