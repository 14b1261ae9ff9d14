package dev.ecoin.prices;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;

/** Decides what follows from a coin's being added or resumed at run time: it happens, or not, with that itself. */
public interface CoinFollower {

    /** Within the transaction that makes the coin active. */
    Uni<Void> activated(SqlClient transaction, String coin);

    /** After it. */
    default void committed() {}
}
