/** The service's verbs from a shell or a Kubernetes Job. May depend on every other room. */
package dev.ecoin.cli;
