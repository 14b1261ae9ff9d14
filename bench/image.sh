#!/usr/bin/env bash
# Builds the service's image with Jib, pushes it to a local registry, pulls it and runs it against PostgreSQL as
# restricted as in the manifests: with a read-only root file system except /tmp, no capabilities, no new privileges.
# Prints a line for each check, and exits with status 1 if one failed.
#
#   bench/image.sh
#
# IMAGE names an image to check instead of building one, also a native one; BASE_IMAGE another base image to build on;
# ENGINE podman or docker. If gcr.io and docker.io cannot be reached, jlink builds the base, and the PostgreSQL image is
# built from installed software (Debian: podman docker-registry postgresql). The tests' stand-in replaces CoinGecko.
# Everything runs on localhost.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=bench/containers.sh
source bench/containers.sh
need curl java tar

database=ecoin-image-postgresql-$$
service=ecoin-image-service-$$
stand_in=
clean_up() {
  "$engine" rm -f "$service" "$database" >/dev/null 2>&1 || true
  [ -z "$stand_in" ] || kill "$stand_in"
}

failed=0
checks=0
check() { # WHAT EXPECTED FOUND: a pattern of the shell
  checks=$((checks + 1))
  # shellcheck disable=SC2053
  if [[ $3 == $2 ]]; then
    printf 'ok      %-52s %s\n' "$1" "$(head -1 <<<"$3" | cut -c-100)"
  else
    failed=$((failed + 1))
    printf 'FAILED  %-52s expected %s, found:\n%s\n' "$1" "$2" "$3"
  fi
}

if [ -n "${IMAGE:-}" ]; then
  image=$IMAGE
else
  build_image
fi
find_postgres

# --- Content ---------------------------------------------------------------------------------------------------------
about() { "$engine" image inspect --format "$1" "$image"; }
check "user is a number, and not root's" '185*' "$(about '{{.Config.User}}')"
entrypoint=$(about '{{json .Config.Entrypoint}}')
check "entry point is the program itself" '@(\["java",*|\["./application"*)' "$entrypoint"
for label in title description version licenses source revision; do
  check "label $label" '?*' "$(about "{{index .Config.Labels \"org.opencontainers.image.$label\"}}")"
done
if [ -z "${IMAGE:-}" ]; then
  check "revision is the commit" "$(git rev-parse HEAD)" \
    "$(about '{{index .Config.Labels "org.opencontainers.image.revision"}}')"
fi
megabytes=$(($(about '{{.Size}}') / 1000000))
check "less than 300 MB, unpacked" yes "$([ $megabytes -lt 300 ] && echo yes || echo "$megabytes MB")"
"$engine" create --name "$service" "$image" >/dev/null
"$engine" export "$service" | tar -t >"$work/files"
"$engine" rm "$service" >/dev/null
check "no embedded database" '' "$(grep -iE 'zonky|embedded-?postgres|initdb' "$work/files" || true)"
[[ $entrypoint != *java* ]] || check "no shell" '' "$(grep -E '(^|/)(sh|bash|dash|ash|busybox)$' "$work/files" || true)"

# --- Commands --------------------------------------------------------------------------------------------------------
port=$(free_port)
"${run[@]}" -d --name "$database" --tmpfs /var/run/postgresql:mode=1777 --tmpfs /data:mode=1777 --user 999 \
  -e POSTGRES_DB=ecoin -e POSTGRES_USER=ecoin -e POSTGRES_PASSWORD=correct -e PGUSER=ecoin -e PGDATABASE=ecoin \
  -e PGDATA=/data/pgdata -e POSTGRES_INITDB_ARGS=--auth-host=scram-sha-256 \
  "$postgres_image" -c "port=$port" -c listen_addresses=127.0.0.1 >/dev/null
until_true 60 "$engine" exec "$database" pg_isready -q --host 127.0.0.1 --port "$port" ||
  { "$engine" logs "$database" >&2; exit 2; }
java src/test/java/dev/ecoin/testing/CoinGeckoStandIn.java bitcoin ethereum >"$work/coingecko" &
stand_in=$!
until_true 60 grep -q http "$work/coingecko"

settings=(-e "QUARKUS_DATASOURCE_REACTIVE_URL=postgresql://127.0.0.1:$port/ecoin" -e QUARKUS_DATASOURCE_USERNAME=ecoin
  -e "ECOIN_COINGECKO_URL=$(cat "$work/coingecko")")
# Prints the command's output including errors, and its exit status in the last line.
without_database() { "${run[@]}" --rm -i "$image" "$@" 2>&1 && echo "status 0" || echo "status $?"; }
with_password() {
  local password=$1
  shift
  "${run[@]}" --rm -i "${settings[@]}" -e "QUARKUS_DATASOURCE_PASSWORD=$password" "$image" "$@" 2>&1 &&
    echo "status 0" || echo "status $?"
}
command() { with_password correct "$@"; }

yesterday=$(date -u -d yesterday +%F)
lines=$'*\n'
line='*([!'$'\n'']).'$'\n'
check "--version" "ecoin-forecaster [0-9]*${lines}status 0" "$(without_database --version)"
check "the service without a database: one line" "No database is configured${line}status 1" \
  "$(without_database </dev/null)"
check "password" "\$2*${lines}status 0" "$(echo secret | without_database password)"
check "fit" "*\"id\":\"x\"*${lines}status 0" \
  "$(echo '{"id":"x","values":[112,118,132,129,121,135,148,148,136,119,104,118],"period":1,"horizon":2}' | without_database fit)"
check "connection, wrong password: one line" "The database ${line}status 1" \
  "$(with_password wrong connection </dev/null)"
check "connection, empty database" "PostgreSQL *No schema yet*status 0" "$(command connection </dev/null)"
check "import" "*1461 days added or changed${lines}status 0" "$(bitcoin_prices | command import /dev/stdin)"
check "train, an argument with parentheses and blanks" "*bitcoin: model 1 was accepted; serves now${lines}status 0" \
  "$(command train --coin bitcoin --order '(0,1,0)' --reason 'a reason' </dev/null)"
check "backtest" "bitcoin: model 1: *naive*status 0" "$(command backtest --coin bitcoin --windows 4 --horizon 7 </dev/null)"
check "crawl" "*: 1 stored, 0 unavailable, 1 calls${lines}status 0" \
  "$(command crawl --coin bitcoin --from "$yesterday" </dev/null)"
check "export" "*date,price,*,import${lines}status 0" \
  "$(command export prices --coin bitcoin --to "$(date -u -d '-200 days' +%F)" </dev/null)"
check "connection, schema and rows" "PostgreSQL *Schema of version *1462  daily_price*status 0" "$(command connection </dev/null)"
check "an unknown command" "*nonsense*status 2" "$(without_database nonsense </dev/null)"

# --- Service ---------------------------------------------------------------------------------------------------------
http=$(free_port)
management=$(free_port)
began=$(date +%s%N)
"${run[@]}" -d --name "$service" --memory 768m "${settings[@]}" -e QUARKUS_DATASOURCE_PASSWORD=correct \
  -e QUARKUS_HTTP_HOST=127.0.0.1 -e "QUARKUS_HTTP_PORT=$http" \
  -e QUARKUS_MANAGEMENT_HOST=127.0.0.1 -e "QUARKUS_MANAGEMENT_PORT=$management" "$image" >/dev/null
answer() { curl -fsS "http://127.0.0.1:$http$1" 2>&1; }
ready() { [ "$(curl -s -o "$work/ready" -w '%{http_code}' "http://127.0.0.1:$management/q/health/ready")" = 200 ]; }
if until_true 120 ready; then
  check "ready" "* s" "after $((($(date +%s%N) - began) / 1000000000)) s"
else
  check "ready" "* s" "$("$engine" logs "$service" 2>&1 | tail -20)"
fi
check "forecast" '{"coin":"bitcoin"*' "$(answer '/coins/bitcoin/forecast?horizon=1&level=')"
check "page" '*<title>*' "$(answer / | grep '<title>')"
process=$("$engine" inspect --format '{{.State.Pid}}' "$service")
check "runs as user 185" 185 "$(awk '/^Uid/ { print $2 }' "/proc/$process/status")"
check "has no capabilities" 0000000000000000 "$(awk '/^CapEff/ { print $2 }' "/proc/$process/status")"
check "root file system is read-only" 'ro*' "$(awk '$2 == "/" { print $4; exit }' "/proc/$process/mounts")"
memory=$(awk '/^VmRSS/ { print int($2 / 1000) }' "/proc/$process/status")
check "less than 400 MB resident" yes "$([ "$memory" -lt 400 ] && echo yes || echo "$memory MB")"
began=$(date +%s%N)
"$engine" stop -t 30 "$service" >/dev/null
took=$((($(date +%s%N) - began) / 1000000))
check "SIGTERM ends it within 15 s, by itself" '143 yes' \
  "$("$engine" inspect --format '{{.State.ExitCode}}' "$service") $([ $took -lt 15000 ] && echo yes || echo "$took ms")"
check "it says that it stopped" '*stopped in*' "$("$engine" logs "$service" 2>&1 | grep 'stopped in' || true)"

echo "image of $megabytes MB with $engine; the service had $memory MB resident and stopped in $took ms; $((checks - failed)) passed, $failed failed"
[ $failed = 0 ]
