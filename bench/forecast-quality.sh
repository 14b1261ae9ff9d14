#!/bin/sh
# Writes docs/forecast-quality.md and its plots: rolling-origin backtests of the service's forecasts against naive,
# drift, seasonal naive and a robust EWMA with empirical quantiles. Requires only a JDK and takes a minute.
#
#   bench/forecast-quality.sh [prices.csv [folder [scores.csv]]]
#
# prices.csv    coin,date,price; default: the bundled sample, with output to docs/
# scores.csv    scores of the same windows from another release, for comparison: its bench/target/forecast-scores.csv
set -eu
. "$(dirname "$0")/library.sh"
prices=$(realpath "${1:-$here/../src/main/resources/sample/prices-usd.csv}")
folder=${2:-$here/../docs}
library dev.ecoin.forecasting.evaluation.ForecastQuality \
    "$prices" "$here/forecast-quality.md" "$folder" "$here/target/forecast-scores.csv" ${3+"$3"}
echo "written: $folder/forecast-quality.md"
