/**
 * Sources of daily prices ({@link dev.ecoin.feeds.PriceFeed}), their failures ({@link dev.ecoin.feeds.FeedException})
 * and the pacing of their calls. Each source has its own package. Feeds return no NUL characters and, in displayed
 * texts, no control characters. They do not use the database.
 */
package dev.ecoin.feeds;
