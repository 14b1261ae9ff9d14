/**
 * One engine for everything that takes time: who requests it, which process executes it, what happens if that process ends
 * in the middle, and what follows. Owner of the tables {@code run}, {@code cluster_member} and {@code job_firing}. May depend
 * on {@code configuration}, {@code database} and {@code logging}.
 */
package dev.ecoin.runs;
