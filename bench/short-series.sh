#!/bin/sh
# Point forecasts of the fit door's automatic selection against R's forecast::auto.arima, both with their defaults, on the
# short monthly, quarterly and yearly series of R's packages and simulated ones, with lengths and horizons as in the M3
# competition. Build the service first (./mvnw package); R's side needs the Debian packages r-base-core and r-cran-forecast.
# Takes minutes, nearly all of them R's.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jar=$here/../target/quarkus-app/quarkus-run.jar
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
OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 Rscript "$here/short-series.R" compare "$folder"
