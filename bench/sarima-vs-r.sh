#!/bin/sh
# CPU time of fits, selection and forecasts, compared with R's stats::arima and forecast::auto.arima, both on one thread
# and in the same run. Installs nothing; the R part requires the Debian packages r-base-core and r-cran-forecast.
#
#   bench/sarima-vs-r.sh [prices.csv]    coin,date,price with at least 2,000 days; default: simulated prices
set -eu
if ! command -v Rscript >/dev/null 2>&1 || ! Rscript -e 'quit(status = !requireNamespace("forecast", quietly = TRUE))' >/dev/null 2>&1; then
    echo "R with its forecast package is not here: apt-get install --no-install-recommends r-base-core r-cran-forecast" >&2
    exit 2
fi
. "$(dirname "$0")/library.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
library -XX:+UseSerialGC ${1:+-Dprices="$(realpath "$1")"} \
    dev.ecoin.forecasting.sarima.CpuTimes "$folder" > "$folder/ours.txt"
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 Rscript "$here/sarima-vs-r.R" "$folder" > "$folder/r.txt"
awk -F';' '
    NR == FNR { ms[$1] = $2; value[$1] = $3; next }
    FNR == 1 { printf "%-45s %12s %12s %8s   %14s %14s\n", "", "ours ms", "R ms", "ratio", "ours", "R" }
    { printf "%-45s %12.4f %12.4f %8.1f   %14s %14s\n", $1, ms[$1], $2, $2 / ms[$1], value[$1], $3 }
' "$folder/ours.txt" "$folder/r.txt"
echo "ours and R: log-likelihood of fits and passes (higher is better), AICc of selections (lower is better), the 80% limit of forecasts"
