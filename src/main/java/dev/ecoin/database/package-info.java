/**
 * The database server that the service brings along when nobody configured one, behind an interface: the
 * implementation is a part of development and plain jar builds only; how the database in use stands, and which of its
 * failures pass. Depends on no other room.
 */
package dev.ecoin.database;
