#!/usr/bin/env bash
# 99th percentile of GET /coins/bitcoin/forecast while POST /fit is saturated, against the same without, in one run. Starts
# the packaged jar on an embedded database of its own, on free ports of localhost, and leaves nothing behind.
#
#   ./mvnw package -DskipTests && bench/fitting.sh
#
# Rounds alternate between idle and saturated and medians are compared, for whatever else runs on the machine comes and
# goes. Saturated means more clients than there are places, each with series of 5,000 values, one request after the other.
#
# ROUNDS (5), SECONDS_EACH (6), CONNECTIONS (8) and CLIENTS (12) may be set. Ends with status 1 if the 99th percentile is
# more than twice that of idle, or no series was fitted. Needs wrk and curl.
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-5}
seconds=${SECONDS_EACH:-6}
connections=${CONNECTIONS:-8}
clients=${CLIENTS:-12}
forecast="/coins/bitcoin/forecast?horizon=30"

for tool in wrk curl; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install $tool" >&2; exit 2; }
done
[ -f target/quarkus-app/quarkus-run.jar ] || { echo "There is no packaged jar: ./mvnw package -DskipTests" >&2; exit 2; }

work=$(mktemp -d)
service=
senders=
quiet() {
  for process in $senders; do
    kill "$process" 2>/dev/null && wait "$process" 2>/dev/null || true
  done
  senders=
}
end() {
  quiet
  [ -z "$service" ] || { kill "$service" 2>/dev/null && wait "$service" 2>/dev/null || true; }
  rm -rf "$work"
}
trap end EXIT

: >"$work/log"
ECOIN_FIT_ENABLED=true ECOIN_SECURITY_EXPENSIVE_REQUESTS_PER_MINUTE=0 \
  ECOIN_DATABASE_DIRECTORY=$work/postgresql ECOIN_COINGECKO_URL=http://localhost:1/api/v3 \
  QUARKUS_HTTP_HOST=localhost QUARKUS_HTTP_PORT=0 QUARKUS_MANAGEMENT_PORT=0 \
  java -jar target/quarkus-app/quarkus-run.jar >"$work/log" 2>&1 &
service=$!
address=
for _ in $(seq 180); do
  address=$(sed -n 's|.*Ready\..*Open \(http:[^ ]*\)/ or paste.*|\1|p' "$work/log")
  [ -z "$address" ] && kill -0 "$service" 2>/dev/null || break
  sleep 1
done
[ -n "$address" ] || { echo "The service did not become ready:" >&2; tail -20 "$work/log" >&2; exit 2; }

# A series of 5,000 values with a weekly season and gaps: about a second of a processor.
awk 'BEGIN {
  srand(1)
  printf "["
  for (s = 0; s < 1; s++) {
    printf "%s{\"id\":%d,\"values\":[100", s ? "," : "", s
    x = 100
    for (t = 1; t < 5000; t++) {
      x += rand() - 0.5
      if (rand() < 0.05) printf ",null"; else printf ",%.4f", x + 3 * (t % 7 == 0)
    }
    printf "]}"
  }
  printf "]" }' >"$work/series"

# Sends the series again and again until it is ended, and notes the status of each answer.
send() {
  local answer
  while true; do
    answer=$(curl -s -o "$work/answer.$1" -w '%{http_code}' -H 'Content-Type: application/json' \
      --data-binary "@$work/series" "$address/fit" || true)
    echo "$answer" >>"$work/answers"
    [ "$answer" = 200 ] || sleep 1
  done
}

saturate() {
  for client in $(seq "$clients"); do
    send "$client" &
    senders="$senders $!"
  done
}

# One round: prints requests a second and the 99th percentile in ms.
measure() {
  wrk -t1 -c"$connections" -d"${1:-$seconds}s" --latency "$address$forecast" >"$work/wrk"
  if grep -q 'Non-2xx\|Socket errors' "$work/wrk"; then
    echo "Forecasts were not answered properly:" >&2; cat "$work/wrk" >&2; return 1
  fi
  awk '
    $1 == "99%" { value = $2; sub(/[a-z]+$/, "", value)
                  p99 = value * ($2 ~ /us$/ ? 0.001 : $2 ~ /ms$/ ? 1 : 1000) }
    /^Requests\/sec/ { throughput = $2 }
    END { print throughput, p99 }' "$work/wrk"
}

median() { sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

: >"$work/answers"
# The compiler of the JVM needs some seconds of both. What is not answered within them is not measured.
saturate
measure 15 >/dev/null 2>&1 || true
quiet
sleep 1
measure 5 >/dev/null 2>&1 || true
: >"$work/answers"
for _ in $(seq "$rounds"); do
  measure >>"$work/idle"
  saturate
  sleep 1
  measure >>"$work/saturated"
  # What is under way ends with its client, so that the next idle round is idle.
  quiet
  sleep 1
done

echo "medians of $rounds rounds of $seconds s each, $connections connections, $clients clients of /fit, $(nproc) cores shared with wrk"
read -r i p < <(echo "$(cut -d' ' -f1 "$work/idle" | median) $(cut -d' ' -f2 "$work/idle" | median)")
read -r s q < <(echo "$(cut -d' ' -f1 "$work/saturated" | median) $(cut -d' ' -f2 "$work/saturated" | median)")
awk -v i="$i" -v p="$p" -v s="$s" -v q="$q" 'BEGIN {
  printf "requests a second: idle %.0f, saturated %.0f, ratio %.2f\n", i, s, s / i
  printf "99%% below, in ms: idle %.2f, saturated %.2f, ratio %.2f\n", p, q, q / p
  exit q > 2 * p }' || failed=1
echo "requests of a series: $(grep -c '^200$' "$work/answers" || true) answered, $(grep -c '^503$' "$work/answers" || true) told to come again"
grep -q '^200$' "$work/answers" || { echo "No series was fitted" >&2; exit 1; }
grep -q '^503$' "$work/answers" || { echo "The places were never full" >&2; exit 1; }
[ -z "${failed:-}" ] || { echo "The goal is missed: at most twice the 99th percentile" >&2; exit 1; }
