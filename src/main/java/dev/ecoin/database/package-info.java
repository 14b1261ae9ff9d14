/**
 * Access to the database: the reactive pool for requests, {@link dev.ecoin.database.JobDatabase} for jobs. Reports the
 * database's state and classifies its failures as transient or not. If no database is configured, starts an embedded
 * server through an interface; only development and plain jar builds contain its implementation.
 */
package dev.ecoin.database;
