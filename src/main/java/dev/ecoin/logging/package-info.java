/** What structured logs say besides the message. */
package dev.ecoin.logging;
