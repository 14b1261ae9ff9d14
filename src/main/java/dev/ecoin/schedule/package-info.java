/**
 * When things happen: the pipeline at start and by night. May depend on every other room but
 * {@code serving}.
 */
package dev.ecoin.schedule;
