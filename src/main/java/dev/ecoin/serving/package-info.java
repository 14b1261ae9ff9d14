/**
 * The forecast query path: active model, forecast, JSON; non-blocking from database to socket. May depend on
 * {@code forecasting}, {@code configuration}, {@code http}, {@code prices} and {@code training}.
 */
package dev.ecoin.serving;
