/**
 * Sources of daily prices ({@link dev.ecoin.feeds.PriceFeed}), their failures ({@link dev.ecoin.feeds.FeedException})
 * and the pace of their calls. Each source has a package of its own. They return no NUL, and no control characters in
 * texts to be shown. They know nothing of our database.
 */
package dev.ecoin.feeds;
