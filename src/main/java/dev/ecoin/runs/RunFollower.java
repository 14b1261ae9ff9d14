package dev.ecoin.runs;

import dev.ecoin.database.Session;

/** Requests the runs that follow from a run, in the transaction that ends it. */
public interface RunFollower {

    /**
     * @param run as of its start
     */
    void ended(Session session, Run run, Ending ending) throws Exception;
}
