/**
 * When things happen: what the clock requests, what follows from what, and the same in sequence at the start and for
 * commands. May depend on {@code configuration}, {@code database}, {@code runs}, {@code prices}, {@code crawl},
 * {@code training}, {@code explanation} and {@code accuracy}.
 */
package dev.ecoin.schedule;
