package dev.ecoin.training;

/**
 * What a coin without a model has and waits for.
 *
 * @param isActive whether it is crawled and trained at all
 * @param isListed false if CoinGecko is known not to list it
 * @param isPriced whether prices of it are stored
 * @param isInTraining whether a training of it waits or is under way
 * @param isInCrawl whether a crawl waits or is under way
 * @param trouble why its newest training brought no model; null if it has not been trained
 */
public record Outlook(
        boolean isActive,
        boolean isListed,
        boolean isPriced,
        boolean isInTraining,
        boolean isInCrawl,
        String trouble) {}
