/**
 * {@code POST /fit} and {@code /backtest}: any series fitted by request, in bounded time and on few threads. Asks no
 * database. May depend on {@code forecasting}, {@code fit}, {@code configuration} and {@code http}.
 */
package dev.ecoin.fitting;
