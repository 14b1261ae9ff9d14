package dev.ecoin.training;

import dev.ecoin.database.Session;

/** Reacts to activations that a user asks for; trainings and advances are runs and have followers of their own. */
public interface ActivationFollower {

    /** In the transaction that activates a model. */
    void activated(Session session) throws Exception;
}
