/**
 * What holds for a connection before and between its requests: how many there may be, how long a client may take, and
 * which event loop serves it. Vert.x has a timeout for silence alone, which a byte now and then keeps from expiring.
 */
package dev.ecoin.http.connections;
