#!/usr/bin/env bash
# Backup and restore as described in docs/operations.md, on temporary servers: pg_dump dumps a running service with
# prices, models, a manual activation and a paused coin, and pg_restore restores the dump into an empty server. Exits
# with status 1 unless
#   - every table except the leases of processes has the same rows, and the schema has the same types, triggers, generated
#     columns, sequences and comments,
#   - the service starts on the copy without a migration, and all tested answers are identical byte by byte,
#   - and it keeps working: a new model gets a new number and is served at once, and new prices arrive in monthly_price.
#
#   ./mvnw package -DskipTests && bench/backup.sh
#
# Requires the PostgreSQL server and its tools (Debian: postgresql; as root, its user postgres) and curl. Uses free
# ports of localhost and a temporary directory that is removed at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=bench/postgresql.sh
source bench/postgresql.sh

jar=target/quarkus-app/quarkus-run.jar
[ -f "$jar" ] || { echo "There is no packaged jar: ./mvnw package -DskipTests" >&2; exit 2; }

home=$(mktemp -d /tmp/bench-backup.XXXXXX)
service=
[ "$(id -u)" != 0 ] || chown postgres "$home"
stop_service() {
  [ -z "$service" ] || { kill "$service" 2>/dev/null && wait "$service" 2>/dev/null || true; }
  service=
}
end() {
  stop_service
  for data in "$home"/*/data; do stop_server "${data%/data}"; done
  rm -rf "$home"
}
trap end EXIT

declare -A port
taken() { (exec 3<>"/dev/tcp/localhost/$1") 2>/dev/null; }
# An empty server with a user and a database for the service, as an operator creates them.
server() {
  mkdir "$home/$1"
  port[$1]=$((20000 + RANDOM % 20000))
  while taken "${port[$1]}"; do port[$1]=$((port[$1] + 1)); done
  printf "listen_addresses = 'localhost'\nport = %s\n" "${port[$1]}" | start_server "$home/$1"
  PGPORT=${port[$1]} "$bin/psql" -h localhost -U postgres -X -q -c 'CREATE ROLE ecoin LOGIN' -c 'CREATE DATABASE ecoin OWNER ecoin'
}
tool() { PGPORT=${port[$2]} "$bin/$1" -h localhost -U ecoin -d ecoin "${@:3}"; }
sql() { tool psql "$1" -X -q -A -t -v ON_ERROR_STOP=1 "${@:2}"; }
seconds() { awk -v from="$1" -v to="$(date +%s.%N)" 'BEGIN { printf "%.1f", to - from }'; }
fail() { echo "FAILED: $*" >&2; exit 1; }

password=benchmark
export ECOIN_SECURITY_OPERATOR_PASSWORD_HASH='$2a$04$yRiE0hI.EiPtDIHBwKDcvOqcgPOC.pXkbcsMnx76t4Ar/gTiK5aZq'
export ECOIN_COINGECKO_URL=http://localhost:1/api/v3 ECOIN_SAMPLE_ENABLED=true QUARKUS_DATASOURCE_USERNAME=ecoin \
  QUARKUS_DATASOURCE_PASSWORD= QUARKUS_HTTP_HOST=localhost QUARKUS_HTTP_PORT=0 QUARKUS_MANAGEMENT_PORT=0
# Replaces the shell, so that the process id of a background subshell is the service's.
on() { QUARKUS_DATASOURCE_REACTIVE_URL=postgresql://localhost:${port[$1]}/ecoin exec java -jar "$jar" "${@:2}"; }
address=
start() {
  on "$1" > "$home/$1/service.log" 2>&1 &
  service=$!
  address=
  for _ in $(seq 180); do
    address=$(sed -n 's|.*Ready\..*Open \(http:[^ ]*\)/ or paste.*|\1|p' "$home/$1/service.log")
    [ -z "$address" ] && kill -0 "$service" 2>/dev/null || break
    sleep 1
  done
  [ -n "$address" ] || { tail -20 "$home/$1/service.log" >&2; fail "the service did not become ready on the $1"; }
}
change() { curl -fsS -u "operator:$password" -H 'Content-Type: application/json' -X "$1" "$address$2" -d "$3" > /dev/null; }
answers() {
  local asked
  for asked in '/coins/bitcoin/forecast?horizon=365&level=50,80,95' '/forecast?coin=ethereum&date=2027-12-31' \
    '/coins/bitcoin/models' /coins '/coins/litecoin/prices' '/coins/bitcoin/accuracy' \
    '/coins/ethereum/explain?horizon=30' '/coins/bitcoin/anomalies' '/analysis/monthly-range' '/trainings' \
    '/coins/bitcoin/probability?date=2027-01-31&above=100000'; do
    echo "== $asked"
    curl -fsS "$address$asked"
    echo
  done
}
# The rows of each table in any order, except the leases, which a process deletes when it ends.
rows() {
  sql "$1" -c "SELECT format('SELECT %L, count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM %I AS t;', tablename, tablename)
    FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'cluster_member' ORDER BY tablename" | sql "$1" -f /dev/stdin
}
# Newer versions of pg_dump write a random token into the dump, which differs between dumps.
schema() { tool pg_dump "$1" --schema-only --no-owner | grep -v '^\\\(un\)\?restrict '; }

server original
start original
{ echo coin,date,price; for day in $(seq 0 119); do echo "litecoin,$(date -u -d "2026-03-01 + $day days" +%F),$((80 + day % 9)).125"; done; } \
  > "$home/litecoin.csv"
(on original import "$home/litecoin.csv") > /dev/null 2>&1
(on original train --coin bitcoin --coin litecoin --order '(1,1,1)') > /dev/null 2>&1 || fail 'the training'
change PUT /coins/bitcoin/models/active '{"id":1,"reason":"rolled back before the backup","pinned":true}'
change PUT /coins/litecoin '{"state":"paused"}'
answers > "$home/before"

from=$(date +%s.%N)
tool pg_dump original --format=custom --file="$home/ecoin.dump"
echo "pg_dump: $(stat -c %s "$home/ecoin.dump") bytes in $(seconds "$from") s, of a database of $(sql original -c 'SELECT pg_database_size(current_database())') bytes, while the service runs"
stop_service

server copy
from=$(date +%s.%N)
tool pg_restore copy --no-owner --exit-on-error --single-transaction "$home/ecoin.dump"
echo "pg_restore: $(seconds "$from") s into an empty server"

for side in original copy; do
  rows "$side" > "$home/$side/rows"
  schema "$side" > "$home/$side/schema"
done
grep -q '^daily_price|3042|' "$home/copy/rows" || { cat "$home/copy/rows" >&2; fail 'prices are missing'; }
for what in rows schema; do
  diff "$home/original/$what" "$home/copy/$what" >&2 || fail "$what differ"
done
echo "the same $(wc -l < "$home/copy/rows") tables with $(awk -F'|' '{ n += $2 } END { print n }' "$home/copy/rows") rows; $(sql copy -c "
  SELECT format('%s triggers, %s enum types, %s identity columns, %s generated columns, %s comments',
      (SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal),
      (SELECT count(*) FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = typnamespace WHERE typtype = 'e' AND nspname = 'public'),
      (SELECT count(*) FROM pg_attribute WHERE attidentity <> ''),
      (SELECT count(*) FROM pg_attribute WHERE attgenerated <> ''),
      (SELECT count(*) FROM pg_description WHERE objoid > 16383))")"

last=$(sql copy -c 'SELECT max(id) FROM model')
migrations=$(sql copy -c 'SELECT count(*) FROM flyway_schema_history')
start copy
[ "$(sql copy -c 'SELECT count(*) FROM flyway_schema_history')" = "$migrations" ] || fail 'the copy was migrated'
answers > "$home/after"
cmp "$home/before" "$home/after" || { diff "$home/before" "$home/after" | cut -c1-400 >&2; fail 'answers differ'; }
echo "the service on the copy: $(grep -c '^==' "$home/after") answers, $(stat -c %s "$home/after") bytes, all the same"

change POST /coins/ethereum/models '{"order":"(0,1,1)","reason":"after the restore"}'
for _ in $(seq 60); do
  new=$(sql copy -c "SELECT model FROM active_model WHERE coin = 'ethereum'")
  [ "$new" -gt "$last" ] && break
  sleep 1
done
[ "$new" -gt "$last" ] || fail 'no new model'
for _ in $(seq 20); do
  served=$(curl -fsS "$address/coins/ethereum/forecast?horizon=1" | sed 's/.*"model":{"id":\([0-9]*\).*/\1/')
  [ "$served" = "$new" ] && break
  sleep 0.5
done
[ "$served" = "$new" ] || fail "model $served serves instead of $new"
printf 'coin,date,price\nbitcoin,2026-08-09,123456.5\n' > "$home/price.csv"
(on copy import "$home/price.csv") > /dev/null 2>&1
highest=$(sql copy -c "SELECT highest FROM monthly_price WHERE coin = 'bitcoin' AND month = '2026-08-01'")
[ "$highest" = 123456.5 ] || fail "monthly_price has $highest"
echo "and goes on: model $new after $last was made, heard of and served; a new price is in its month"
