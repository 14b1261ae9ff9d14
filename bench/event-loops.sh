#!/usr/bin/env bash
# Starts the packaged jar STARTS (30) times, reads forecasts over CONNECTIONS (32) connections for SECONDS_EACH (2)
# seconds each time, and prints each event loop's share of the loops' processor time from /proc. Exits with status 1 if,
# in any start, a loop has less than half of an even share: it got no connection, and throughput halves on two cores.
#
#   ./mvnw package -DskipTests && bench/event-loops.sh
#
# COMMAND (java -jar target/quarkus-app/quarkus-run.jar) may be the native executable instead, with the database
# settings in the environment. Requires wrk and curl.
set -euo pipefail
cd "$(dirname "$0")/.."

starts=${STARTS:-30}
seconds=${SECONDS_EACH:-2}
connections=${CONNECTIONS:-32}
command=${COMMAND:-java -jar target/quarkus-app/quarkus-run.jar}
forecast="/coins/bitcoin/forecast?horizon=30"
# The default of Quarkus.
loops=$(nproc)
[ "$loops" -ge 2 ] || loops=2

for tool in wrk curl; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install $tool" >&2; exit 2; }
done

work=$(mktemp -d)
service=
end() {
  [ -z "$service" ] || { kill "$service" 2>/dev/null && wait "$service" 2>/dev/null; } || true
  rm -rf "$work"
}
trap end EXIT

# Processor ticks by thread. The JVM shortens thread names to 15 characters, differently in each release, so the nearly
# idle acceptor may look like a loop.
ticks() {
  local task
  for task in /proc/"$service"/task/*; do
    grep -q '^vert\.x-' "$task/comm" 2>/dev/null || continue
    sed 's/^\([0-9]*\) (.*) /\1 /' "$task/stat" | awk '{ print $1, $13 + $14 }'
  done | sort
}

failed=0
for start in $(seq "$starts"); do
  : >"$work/log"
  ECOIN_DATABASE_DIRECTORY=$work/postgresql ECOIN_COINGECKO_URL=http://localhost:1/api/v3 \
    QUARKUS_HTTP_HOST=localhost QUARKUS_HTTP_PORT=0 QUARKUS_MANAGEMENT_PORT=0 $command >>"$work/log" 2>&1 &
  service=$!
  address=
  for _ in $(seq 600); do
    address=$(sed -n 's|.*Ready\..*Open \(http:[^ ]*\)/ or paste.*|\1|p' "$work/log")
    [ -z "$address" ] && kill -0 "$service" 2>/dev/null || break
    sleep 0.2
  done
  [ -n "$address" ] || { echo "The service did not become ready:" >&2; tail -20 "$work/log" >&2; exit 2; }
  # The first request loads classes, which is slow.
  curl -fsS --retry 9 --retry-all-errors -o "$work/answer" "$address$forecast"
  ticks >"$work/before"
  wrk -t1 -c"$connections" -d"${seconds}s" "$address$forecast" >"$work/wrk"
  ticks >"$work/after"
  join -a 2 -e 0 -o 0,1.2,2.2 "$work/before" "$work/after" | awk '{ print $3 - $2 }' | sort -nr | head -"$loops" |
    awk -v start="$start" -v loops="$loops" -v rate="$(awk '/^Requests\/sec/ { print $2 }' "$work/wrk")" '
      { ticks[NR] = $1; all += $1 }
      END {
        printf "start %2d: %8.0f requests/s, loops", start, rate
        for (i = 1; i <= loops; i++) printf " %3.0f%%", all ? 100 * ticks[i] / all : 0
        idle = ticks[loops] < all / loops / 2
        print idle ? "  IDLE" : ""
        exit idle }' || failed=$((failed + 1))
  kill "$service" && wait "$service" 2>/dev/null || true
  service=
done
echo "$failed of $starts starts with an idle event loop"
[ "$failed" = 0 ]
