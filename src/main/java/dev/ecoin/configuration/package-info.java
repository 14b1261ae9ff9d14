/** Validates the service's configuration and reports an unusable value to the user in one line. */
package dev.ecoin.configuration;
