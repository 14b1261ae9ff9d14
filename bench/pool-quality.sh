#!/bin/sh
# Compares limits calibrated with and without a pool, on coins outside of it. The pool for a year's forecasts is
# estimated from earlier years.
#
#   bench/pool-quality.sh DAYS auto|naive POOL.csv OTHERS.csv...    days of training; files of coin,date,price
#
# POOL.csv needs six coins with a year of prices before the first scored year. Coins in both files are not scored.
set -eu
. "$(dirname "$0")/library.sh"
library dev.ecoin.forecasting.evaluation.PoolQuality "$@"
