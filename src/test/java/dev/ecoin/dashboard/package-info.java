/** The page at {@code /}, tested as people use it: in a real browser. */
package dev.ecoin.dashboard;
