/**
 * What all endpoints share: problem details (RFC 9457), parameters, the OpenAPI document's head. Depends on no other
 * room.
 */
package dev.ecoin.http;
