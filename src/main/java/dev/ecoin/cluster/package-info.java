/**
 * The processes that share a database: which of them live, and who was first to notice that a job is due. Owner of the
 * tables {@code cluster_member} and {@code job_firing}; depends on no other room.
 */
package dev.ecoin.cluster;
