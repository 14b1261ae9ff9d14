package dev.ecoin.crawl;

import java.util.Locale;

/** Why a feed does not have a day; determines how long this is remembered. */
enum Unavailability {
    /** Until the plan changes. */
    UNKNOWN_COIN,
    /** Until the plan changes. */
    BEYOND_PLAN,
    /** Forever. */
    BEFORE_LISTING,
    /** For a week: gaps are filled late. */
    ABSENT;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
