/**
 * Where daily prices come from: what a source is ({@link dev.ecoin.feeds.PriceFeed}), what can go wrong with it ({@link
 * dev.ecoin.feeds.FeedException}), how its calls are paced. Each source has a package of its own. What they hand on holds
 * no NUL, and no text to be shown a control character. They know nothing of our database.
 */
package dev.ecoin.feeds;
