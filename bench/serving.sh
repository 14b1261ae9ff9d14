#!/usr/bin/env bash
# Throughput and 99th percentile of GET /coins/bitcoin/forecast, 30 and 365 days, compared with a static file of about
# the same size from the same process, idle and while models are trained. Starts the packaged jar on an embedded
# database, on free ports of localhost, and leaves nothing behind.
#
#   ./mvnw package -DskipTests && bench/serving.sh
#
# The static files are two files of Swagger UI, which the service contains anyway and serves like every static file: on
# the event loop, by sendfile. Rounds alternate between forecast and static file, and medians are compared, because
# other load on the machine varies.
#
# BEFORE=PATH/quarkus-run.jar compares that jar with the present one instead, in concurrent processes, and exits with
# status 1 if the present one has less than 97% of its throughput.
#
# ROUNDS (5), SECONDS_EACH (3) and CONNECTIONS (16) can be set. Exits with status 1 if, for 30 days, the forecast has
# less than 70% of the static file's throughput or more than twice its 99th percentile. Requires wrk and curl.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-5}
seconds=${SECONDS_EACH:-3}
connections=${CONNECTIONS:-16}
forecast="/coins/bitcoin/forecast?horizon="
declare -A constant=([30]=/q/swagger-ui/favicon.ico [365]=/q/swagger-ui/logo.png)
password=benchmark
# BCrypt hash of the password, which is valid only for this run's database.
export ECOIN_SECURITY_OPERATOR_PASSWORD_HASH='$2a$04$yRiE0hI.EiPtDIHBwKDcvOqcgPOC.pXkbcsMnx76t4Ar/gTiK5aZq'

for tool in wrk curl; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install $tool" >&2; exit 2; }
done
[ -f target/quarkus-app/quarkus-run.jar ] || { echo "There is no packaged jar: ./mvnw package -DskipTests" >&2; exit 2; }

work=$(mktemp -d)
services=
trainer=
end() {
  for process in $trainer $services; do
    kill "$process" 2>/dev/null && wait "$process" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap end EXIT

# Sets $address to the address of a service started from the jar.
serve() {
  local home=$work/$1
  mkdir "$home"
  : >"$home/log"
  ECOIN_DATABASE_DIRECTORY=$home/postgresql ECOIN_COINGECKO_URL=http://localhost:1/api/v3 \
    QUARKUS_HTTP_HOST=localhost QUARKUS_HTTP_PORT=0 QUARKUS_MANAGEMENT_PORT=0 \
    java -jar "$2" >"$home/log" 2>&1 &
  local service=$!
  services="$services $service"
  address=
  for _ in $(seq 120); do
    address=$(sed -n 's|.*Ready\..*Open \(http:[^ ]*\)/ or paste.*|\1|p' "$home/log")
    [ -z "$address" ] && kill -0 "$service" 2>/dev/null || break
    sleep 1
  done
  [ -n "$address" ] || { echo "The service did not become ready:" >&2; tail -20 "$home/log" >&2; exit 2; }
}
serve present target/quarkus-app/quarkus-run.jar

size() { curl -fsS "$address$1" | wc -c; }

# Runs one round: prints requests per second and the 99th percentile in ms.
measure() {
  wrk -t1 -c"$connections" -d"${2:-$seconds}s" --latency "$address$1" >"$work/wrk"
  if grep -q 'Non-2xx\|Socket errors' "$work/wrk"; then
    echo "$1 was not answered properly:" >&2; cat "$work/wrk" >&2; return 1
  fi
  awk '
    $1 == "99%" { value = $2; sub(/[a-z]+$/, "", value)
                  p99 = value * ($2 ~ /us$/ ? 0.001 : $2 ~ /ms$/ ? 1 : 1000) }
    /^Requests\/sec/ { throughput = $2 }
    END { print throughput, p99 }' "$work/wrk"
}

median() { sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# Trains one model of each coin after the other, as requested by an operator.
train() {
  while sleep 0.2; do
    for coin in bitcoin ethereum; do
      curl -sS -o "$work/training" -w '%{http_code}\n' -u "operator:$password" -H 'Content-Type: application/json' -d '{}' \
        "$address/coins/$coin/models" >>"$work/requests"
    done
  done
}

if [ -n "${BEFORE:-}" ]; then
  present=$address
  serve before "$BEFORE"
  before=$address
  for address in "$present" "$before"; do
    measure "${forecast}30" 5 >/dev/null
  done
  # Alternate which one goes first.
  for round in $(seq "$rounds"); do
    order=("$present" "$before")
    [ $((round % 2)) = 1 ] || order=("$before" "$present")
    for address in "${order[@]}"; do
      measure "${forecast}30" >>"$work/$([ "$address" = "$present" ] && echo present || echo before)/rounds"
    done
  done
  for jar in present before; do
    read -r "${jar?}" < <(cut -d' ' -f1 "$work/$jar/rounds" | median)
  done
  awk -v p="$present" -v b="$before" -v n="$rounds" -v s="$seconds" 'BEGIN {
    printf "requests a second, medians of %d rounds of %d s: %.0f, before %.0f, ratio %.3f\n", n, s, p, b, p / b
    exit p < 0.97 * b }' && exit
  echo "The goal is missed: at least 0.97 of the throughput of before" >&2
  exit 1
fi

failed=0
compare() {
  local days=$1 load=$2
  : >"$work/forecast"
  : >"$work/constant"
  for _ in $(seq "$rounds"); do
    measure "$forecast$days" >>"$work/forecast"
    measure "${constant[$days]}" >>"$work/constant"
  done
  local f c p q
  f=$(cut -d' ' -f1 "$work/forecast" | median) p=$(cut -d' ' -f2 "$work/forecast" | median)
  c=$(cut -d' ' -f1 "$work/constant" | median) q=$(cut -d' ' -f2 "$work/constant" | median)
  awk -v d="$days" -v l="$load" -v f="$f" -v c="$c" -v p="$p" -v q="$q" 'BEGIN {
    printf "%4d days, %-9s %9.0f %9.0f %8.2f   %9.2f %9.2f %8.2f\n", d, l, f, c, f / c, p, q, p / q
    exit d == 30 && (f < 0.7 * c || p > 2 * q) }' || failed=1
}

for days in 30 365; do
  echo "$days days: forecast $(size "$forecast$days") bytes, constant $(size "${constant[$days]}") bytes (${constant[$days]})"
done
# Warm-up: the JIT compiler needs some seconds of each.
for days in 30 365; do
  measure "$forecast$days" 5 >/dev/null
  measure "${constant[$days]}" 5 >/dev/null
done
echo "medians of $rounds rounds of $seconds s each, $connections connections, $(nproc) cores shared with wrk"
printf '%-20s %9s %9s %8s   %9s %9s %8s\n' '' 'requests' 'a second' '' '99% below' 'ms' ''
printf '%-20s %9s %9s %8s   %9s %9s %8s\n' '' forecast constant ratio forecast constant ratio
compare 30 idle
compare 365 idle
train &
trainer=$!
sleep 2
grep -q '^20[02]$' "$work/requests" || { echo "No training began: $(cat "$work/training")" >&2; exit 2; }
compare 30 training
compare 365 training
grep -c 'Trained' "$work/present/log" | sed 's/$/ models were trained meanwhile/'
[ "$failed" = 0 ] || { echo "The goal is missed: at least 0.70 of the throughput and at most 2.00 of the 99th percentile" >&2; exit 1; }
