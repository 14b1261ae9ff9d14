package dev.ecoin.runs;

import dev.ecoin.database.Session;

/** Decides what follows from a run that ends: what it requests is requested, or not, with the end itself. */
public interface RunFollower {

    /** @param run as it was begun */
    void ended(Session session, Run run, Ending ending) throws Exception;
}
