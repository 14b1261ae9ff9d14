/** Tests that alert rules and dashboard match the metrics of the service. */
package dev.ecoin.monitoring;
