#!/usr/bin/env bash
# Time from exec to the first forecast of the packaged jar on JDK 25 or newer, with and without an AOT cache, on a
# temporary PostgreSQL server with the sample and its model; and the processor time until then, which depends less on
# other load. First creates the cache, by a start that answers some requests. Leaves nothing behind.
#
#   ./mvnw package -DskipTests -Dquarkus.package.jar.type=aot-jar && bench/start.sh
#
# Rounds alternate between the two, and medians are compared, because other load on the machine varies. ROUNDS (7), JAR
# and JAVA can be set. Exits with status 1 if the start with the cache takes more than 0.6 of the time without. Requires
# curl and the PostgreSQL server (Debian: postgresql).
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-7}
jar=${JAR:-target/quarkus-app/quarkus-run.jar}
java=${JAVA:-$(ls /usr/lib/jvm/*25*/bin/java 2>/dev/null | head -1)}
[ -f "$jar" ] || { echo "There is no $jar: ./mvnw package -DskipTests -Dquarkus.package.jar.type=aot-jar" >&2; exit 2; }
[ -x "$java" ] || { echo "Set JAVA to the java of a JDK 25 or newer" >&2; exit 2; }

source bench/postgresql.sh
start_service_server start <<<''
cache=$home/app.aot
service_port=$((port + 1))
export QUARKUS_HTTP_HOST=localhost QUARKUS_HTTP_PORT=$service_port QUARKUS_MANAGEMENT_PORT=0
export ECOIN_SAMPLE_ENABLED=true ECOIN_COINGECKO_URL=http://localhost:1/api/v3
service=

start() { # JVM OPTION...
  "$java" -Xmx1g "$@" -jar "$jar" >"$home/service.log" 2>&1 &
  service=$!
  started=("$service")
}

await_forecast() {
  until curl -sf -o /dev/null "http://localhost:$service_port/coins/bitcoin/forecast"; do
    kill -0 "$service" 2>/dev/null || { cat "$home/service.log" >&2; exit 2; }
    sleep 0.02
  done
}

stop() {
  kill "$service"
  wait "$service" || true
}

# Appends to a file: milliseconds to the first forecast, processor milliseconds, and resident kilobytes.
measure() { # FILE JVM OPTION...
  local file=$1 begun
  shift
  begun=$(date +%s%N)
  start "$@"
  await_forecast
  local wall=$((($(date +%s%N) - begun) / 1000000))
  echo "$wall $(awk -v hz="$(getconf CLK_TCK)" '{ print int(($14 + $15) * 1000 / hz) }' "/proc/$service/stat")" \
    "$(awk '/^VmRSS/ { print $2 }' "/proc/$service/status")" >>"$file"
  stop
}

median() { # FILE COLUMN
  cut -d' ' -f"$2" "$1" | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

start -XX:AOTCacheOutput="$cache"
await_forecast
for path in / /coins /coins/bitcoin/prices /coins/bitcoin/models /coins/bitcoin/explain '/analysis/risk?coin=bitcoin' \
  '/forecast?coin=bitcoin&date=2099-01-01'; do
  curl -s -o /dev/null "http://localhost:$service_port$path"
done
stop
[ -s "$cache" ] || { cat "$home/service.log" >&2; exit 2; }

for _ in $(seq "$rounds"); do
  measure "$home/without"
  measure "$home/with" -XX:AOTCache="$cache"
done

echo "$("$java" -version 2>&1 | sed -n 2p); cache of $(($(stat -c %s "$cache") / 1000000)) MB; medians of $rounds starts"
for each in without with; do
  printf '%-8s first forecast after %6d ms (%s), %6d ms of processor time, resident %d MB\n' "$each" "$(median "$home/$each" 1)" \
    "$(cut -d' ' -f1 "$home/$each" | sort -n | tr '\n' ' ' | sed 's/ $//')" "$(median "$home/$each" 2)" \
    "$(($(median "$home/$each" 3) / 1000))"
done
ratio() { awk -v with="$(median "$home/with" "$1")" -v without="$(median "$home/without" "$1")" 'BEGIN { printf "%.2f", with / without }'; }
echo "ratio    $(ratio 1) (goal: at most 0.60), of processor time $(ratio 2)"
awk -v ratio="$(ratio 1)" 'BEGIN { exit ratio > 0.6 }'
