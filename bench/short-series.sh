#!/bin/sh
# Writes docs/short-series.md: point forecasts of the automatic selection of `fit`, compared with R's
# forecast::auto.arima, both with their defaults, on monthly, quarterly and yearly series of R's packages, of FRED and
# simulated ones, with lengths and horizons as in the M3 competition. Build the service first (./mvnw package). The R
# part requires the Debian packages r-base-core, r-cran-forecast, r-cran-tseries, r-cran-lmtest and r-cran-urca, and for
# the FRED series the folder db of gretl-data; GRETL_DB overrides its path /usr/share/gretl/db. Takes a quarter of an
# hour, nearly all of it in R.
#
#   bench/short-series.sh [folder]    default: docs/
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jar=$here/../target/quarkus-app/quarkus-run.jar
page=${1:-$here/../docs}/short-series.md
if ! Rscript -e 'quit(status = !requireNamespace("forecast", quietly = TRUE))' >/dev/null 2>&1; then
    echo "R with its forecast package is not here: apt-get install --no-install-recommends r-base-core r-cran-forecast" >&2
    exit 2
fi
if [ ! -f "$jar" ]; then
    echo "$jar is not here: ./mvnw package -DskipTests" >&2
    exit 2
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
Rscript "$here/short-series.R" series "$folder" > "$folder/series.jsonl"
java -jar "$jar" fit < "$folder/series.jsonl" > "$folder/answers.jsonl"
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 Rscript "$here/short-series.R" compare "$folder" > "$folder/table"
cat "$here/short-series.md" "$folder/table" > "$page"
echo "written: $page"
