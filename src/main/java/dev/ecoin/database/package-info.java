/**
 * The two ways to the database: requests use the reactive pool, jobs {@link dev.ecoin.database.JobDatabase}. The server that
 * the service brings along when nobody configured one, behind an interface: the implementation is a part of development and
 * plain jar builds only. How the database in use stands, and which of its failures pass. May depend on
 * {@code configuration}.
 */
package dev.ecoin.database;
