package dev.ecoin.training;

/**
 * State of a coin without a model, which explains why it has none.
 *
 * @param isActive whether it is crawled and trained
 * @param isListed false if CoinGecko is known not to list it
 * @param isPriced whether it has stored prices
 * @param isInTraining whether a training of it is waiting or running
 * @param isInCrawl whether a crawl is waiting or running
 * @param trouble why its newest training produced no model; null if it has not been trained
 */
public record Outlook(
        boolean isActive,
        boolean isListed,
        boolean isPriced,
        boolean isInTraining,
        boolean isInCrawl,
        String trouble) {}
