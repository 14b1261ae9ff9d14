/**
 * The two ways to the database: requests use the reactive pool, jobs {@link dev.ecoin.database.JobDatabase}. The
 * embedded server that starts when none is configured, behind an interface: its implementation is part of development
 * and plain jar builds only. State of the database, and which of its failures are transient. May depend on
 * {@code configuration}.
 */
package dev.ecoin.database;
