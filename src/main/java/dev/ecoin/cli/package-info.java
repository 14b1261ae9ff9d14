/** The command line: the service's operations from a shell or a Kubernetes Job. */
package dev.ecoin.cli;
