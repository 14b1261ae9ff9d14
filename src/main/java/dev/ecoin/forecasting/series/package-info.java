/**
 * Daily observations with explicit gaps, and what can be wrong with them. Depends on the JDK alone.
 */
package dev.ecoin.forecasting.series;
