#!/bin/sh
# Estimates from the daily prices of any coins the constants that the service's monthly job estimates from its own
# (forecasting.intervals.PoolEstimator): effects of trends, weekday factors, the usual move and quantiles. Prints the
# effects in the format of forecasting.intervals.TrendEffects.
#
#   bench/trend-constants.sh [prices.csv]    coin,date,price; default: the bundled sample
set -eu
here=$(cd "$(dirname "$0")" && pwd)
maven=${MAVEN:-$here/../mvnw}
prices=$(realpath "${1:-$here/../src/main/resources/sample/prices-usd.csv}")
"$maven" -q -f "$here/pom.xml" package
java -cp "$here/target/classes:$here/target/lib/*" dev.ecoin.forecasting.intervals.TrendConstants "$prices"
