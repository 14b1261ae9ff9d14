/**
 * When things happen: the pipeline at start and by night, once per cluster. May depend on every other room but
 * {@code serving}.
 */
package dev.ecoin.schedule;
