/** What watches the service from outside: alert rules and dashboard, held against the metrics that it really has. */
package dev.ecoin.monitoring;
