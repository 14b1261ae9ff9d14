/** Shared parts of all endpoints: problem details (RFC 9457), parameters, and the head of the OpenAPI document. */
package dev.ecoin.http;
