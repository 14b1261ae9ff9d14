#!/bin/sh
# Writes docs/alert-quality.md: how often alerts at a probability of 0.9 come true. Ends with status 1 if that is not 85 to 95%.
#
#   bench/alert-quality.sh [FIRST_DAY FILE...]    coin,date,price; the bundled sample from 2023-02-05 on without them
set -eu
. "$(dirname "$0")/library.sh"
if [ $# -eq 0 ]; then
  set -- 2023-02-05 "$here"/../src/main/resources/sample/prices*.csv
fi
library dev.ecoin.forecasting.evaluation.AlertQuality \
    "$here/alert-quality.md" "$here/../docs/alert-quality.md" "$@"
echo "written: docs/alert-quality.md"
