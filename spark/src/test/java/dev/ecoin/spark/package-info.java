/** Runs the jobs on a session in this process, and on a cluster of processes that the tests start, kill and stop. */
package dev.ecoin.spark;
