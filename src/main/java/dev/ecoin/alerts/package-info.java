/**
 * Rules over forecasts, prices and models, their states and history, and messages by webhook when a rule fires or clears.
 * Owner of the tables {@code alert}, {@code alert_state}, {@code alert_event}, {@code webhook} and {@code webhook_delivery}.
 */
package dev.ecoin.alerts;
