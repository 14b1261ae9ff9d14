/**
 * What values of the service's configuration may be, and how one that cannot be used is told to the user in one line.
 * Depends on no other room.
 */
package dev.ecoin.configuration;
