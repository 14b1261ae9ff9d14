/** Daily observations with explicit gaps, and the reasons why a series cannot be used. Needs only the JDK. */
package dev.ecoin.forecasting.series;
