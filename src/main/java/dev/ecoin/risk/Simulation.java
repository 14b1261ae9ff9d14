package dev.ecoin.risk;

/**
 * Settings of a simulation.
 *
 * @param paths number of paths
 * @param seed the same seed gives the same prices
 */
public record Simulation(int paths, long seed) {}
