/** Adds the run and coin to logs and traces, and keeps log records on one line. */
package dev.ecoin.logging;
