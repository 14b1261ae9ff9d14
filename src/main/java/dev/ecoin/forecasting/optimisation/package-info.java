/**
 * A small quasi-Newton minimiser: function, algorithm, convergence test and watch are separate types. Needs only the
 * JDK.
 */
package dev.ecoin.forecasting.optimisation;
