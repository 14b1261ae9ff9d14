/** Sources of daily prices; each has a package of its own. They know nothing of our database. */
package dev.ecoin.feeds;
