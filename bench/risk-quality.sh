#!/bin/sh
# Writes docs/risk-quality.md: backtests of value at risk, expected shortfall and touch probabilities.
#
#   bench/risk-quality.sh [FIRST_ORIGIN FILE...]    coin,date,price; default: the bundled sample from 2023-08-09 on
set -eu
. "$(dirname "$0")/library.sh"
if [ $# -eq 0 ]; then
  set -- 2023-08-09 "$here"/../src/main/resources/sample/prices*.csv
fi
library dev.ecoin.forecasting.paths.RiskQuality \
    "$here/risk-quality.md" "$here/../docs/risk-quality.md" "$@"
echo "written: docs/risk-quality.md"
