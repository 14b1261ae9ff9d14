/**
 * Runs that the clock requests, runs that follow from others, and the same steps in sequence for the start and
 * commands. May depend on {@code configuration}, {@code database}, {@code runs}, {@code prices}, {@code crawl},
 * {@code training}, {@code explanation} and {@code accuracy}.
 */
package dev.ecoin.schedule;
