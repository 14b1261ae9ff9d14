package dev.ecoin.prices;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;

/** Reacts, in the same transaction, when a coin is added or resumed at run time. */
public interface CoinFollower {

    /** Within the transaction that makes the coin active. */
    Uni<Void> activated(SqlClient transaction, String coin);

    /** After it. */
    default void committed() {}
}
