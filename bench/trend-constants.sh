#!/bin/sh
# Estimates from the daily prices of any coins the constants that the service's monthly job estimates from its own
# (forecasting.intervals.PoolEstimator): effects of trends, weekday factors, the usual move and quantiles. Prints the
# effects in the format of forecasting.intervals.TrendEffects.
#
#   bench/trend-constants.sh [prices.csv]    coin,date,price; default: the bundled sample
set -eu
. "$(dirname "$0")/library.sh"
prices=$(realpath "${1:-$here/../src/main/resources/sample/prices-usd.csv}")
library dev.ecoin.forecasting.intervals.TrendConstants "$prices"
