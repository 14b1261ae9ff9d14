/**
 * A small quasi-Newton minimiser: problem, algorithm and convergence test as separate types. Depends on the JDK alone.
 */
package dev.ecoin.forecasting.optimisation;
