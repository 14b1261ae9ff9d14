package dev.ecoin.cluster;

/** The due times of scheduled jobs, which come to every replica at the same moment; the table {@code job_firing}. */
public final class JobFiring {

    /**
     * Begins a statement whose {@code $1} is the job and {@code $2} the due time: the relation {@code first} has one row
     * for the first to come and none for the others. What is inserted from it is requested once, or, if the process
     * ends meanwhile, not at all, so that another one is the first.
     */
    public static final String FIRST =
            "WITH first AS (INSERT INTO job_firing (job, due_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING job)\n";

    private JobFiring() {}
}
