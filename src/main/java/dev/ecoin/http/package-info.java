/**
 * Shared parts of all endpoints: problem details (RFC 9457), parameters, the OpenAPI document's head. May
 * depend on {@code database}.
 */
package dev.ecoin.http;
