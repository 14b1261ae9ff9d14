/**
 * The database server that the service brings along when nobody configured one, behind an interface: the
 * implementation is a part of development and plain jar builds only. Depends on the JDK and SmallRye Config.
 */
package dev.ecoin.database;
