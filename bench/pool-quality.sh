#!/bin/sh
# Scores limits that know a pool against those that do not, on coins outside of it; the pool of a year's forecasts is
# estimated from the years before.
#
#   bench/pool-quality.sh DAYS auto|naive POOL.csv OTHERS.csv...    days of training; files of coin,date,price
#
# POOL.csv needs six coins with a year of prices before the first year that is scored. Coins of both files are not scored.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
maven=${MAVEN:-$here/../mvnw}
"$maven" -q -f "$here/pom.xml" package
java -cp "$here/target/classes:$here/target/lib/*" dev.ecoin.forecasting.evaluation.PoolQuality "$@"
