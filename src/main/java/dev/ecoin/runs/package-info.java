/**
 * The engine for everything that takes time: requests, claims, takeovers, endings, and the runs that follow. Owner of
 * the tables {@code run}, {@code cluster_member} and {@code job_firing}. May depend on {@code configuration},
 * {@code database} and {@code logging}.
 */
package dev.ecoin.runs;
