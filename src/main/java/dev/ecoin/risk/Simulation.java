package dev.ecoin.risk;

/**
 * How prices are simulated.
 *
 * @param paths their number
 * @param seed the same seed gives the same prices
 */
public record Simulation(int paths, long seed) {}
