/**
 * Limits on connections: how many there may be, how long a client may take, and which event loop serves them. Vert.x
 * times out idle connections only, so a client that sends a byte now and then would never be disconnected.
 */
package dev.ecoin.http.connections;
