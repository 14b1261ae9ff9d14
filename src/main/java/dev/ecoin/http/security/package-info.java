/**
 * Permissions of all endpoints, decided by the HTTP method before an endpoint is reached. Reading is open unless
 * configured otherwise; everything else needs the role {@value dev.ecoin.http.security.OperatorPolicy#ROLE}.
 */
package dev.ecoin.http.security;
