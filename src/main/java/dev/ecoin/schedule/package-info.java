/**
 * Requests runs by the clock and after other runs, and performs the same steps in sequence at startup and for commands.
 */
package dev.ecoin.schedule;
