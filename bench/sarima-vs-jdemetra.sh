#!/bin/sh
# CPU time and log-likelihood of fits of the same orders to the same data, compared with JDemetra+ 3.5.0, both on one
# thread, in one process and in the same run: the reference fits of the tests, and windows of the bundled bitcoin
# prices. JDemetra+ runs in its usual setting (one start) and in its most careful one (two starts, precision 1e-12).
# JDemetraComparison.java derives the difference between the two scales of the likelihood.
#
# Exits with status 1 if a claim fails: equal parameters have equal likelihoods; none of our fits ends lower by more
# than 1e-6; each takes at most a third of the CPU time of JDemetra+'s usual setting.
#
#   bench/sarima-vs-jdemetra.sh
set -eu
. "$(dirname "$0")/library.sh"
library -XX:+UseSerialGC dev.ecoin.forecasting.sarima.JDemetraComparison \
    "$here/../src/test/resources/dev/ecoin/forecasting/sarima/reference" "$here/../src/main/resources/sample/prices-usd.csv"
