/**
 * A small quasi-Newton minimiser: problem, algorithm, convergence test and watch as separate types. Depends on the JDK alone.
 */
package dev.ecoin.forecasting.optimisation;
