/** What logs and traces say of a piece of work: its run and its coin. */
package dev.ecoin.logging;
