/**
 * The engine for everything that takes time: requests, claims, takeovers, endings, and follow-up runs. Owns the tables
 * {@code run}, {@code cluster_member} and {@code job_firing}.
 */
package dev.ecoin.runs;
