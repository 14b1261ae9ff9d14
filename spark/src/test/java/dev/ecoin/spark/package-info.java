/** The jobs on a session of this process, and on a cluster of processes that the tests start, kill and stop. */
package dev.ecoin.spark;
