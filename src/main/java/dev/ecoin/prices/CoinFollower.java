package dev.ecoin.prices;

import dev.ecoin.database.Session;

/** Reacts, in the same transaction, when a coin is added or resumed at run time. */
public interface CoinFollower {

    /** Called within the transaction that makes the coin active. */
    void activated(Session session, String coin) throws Exception;

    /** Called after the commit. */
    default void committed() {}
}
