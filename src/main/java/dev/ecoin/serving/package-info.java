/**
 * Serves forecasts: looks up the active model, forecasts, and renders the answer, without blocking between database and
 * socket.
 */
package dev.ecoin.serving;
