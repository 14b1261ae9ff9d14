#!/bin/sh
# Writes docs/short-series.md: point forecasts of the fit door's automatic selection against R's forecast::auto.arima, both
# with their defaults, on monthly, quarterly and yearly series of R's packages, of FRED and simulated ones, with lengths and
# horizons as in the M3 competition. Build the service first (./mvnw package); R's side needs the Debian packages
# r-base-core, r-cran-forecast, r-cran-tseries, r-cran-lmtest and r-cran-urca, and for the series of FRED the folder db of
# gretl-data, whose place GRETL_DB names if it is another than /usr/share/gretl/db. Takes a quarter of an hour, nearly all
# of it R's.
#
#   bench/short-series.sh [folder]    docs/ without it
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
