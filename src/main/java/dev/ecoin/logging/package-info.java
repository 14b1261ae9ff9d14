/** What structured logs say besides the message, and what no log may hold: control characters. */
package dev.ecoin.logging;
