#!/usr/bin/env bash
# Shares a night's trainings among REPLICAS (2) services with one training thread each, on a temporary PostgreSQL
# server: COINS (1,000) generated coins with DAYS (800) days, requested as by the nightly schedule. Prints the
# statements per second of an idle replica, the time to request the trainings, coins per second, and each replica's
# share. Exits with status 1 if a coin was trained twice or missed, or if the shares differ by more than a tenth.
#
# An idle replica is observed for IDLE (60) seconds. ORDER (auto) is the model's order. Requires the packaged jar
# (./mvnw package -DskipTests), the PostgreSQL server with its extensions (Debian: postgresql) and, as root, the user
# postgres.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=bench/postgresql.sh
source bench/postgresql.sh

coins=${COINS:-1000}
days=${DAYS:-800}
replicas=${REPLICAS:-2}
idle=${IDLE:-60}
jar=${JAR:-target/quarkus-app/quarkus-run.jar}
[ -f "$jar" ] || { echo "$jar is missing: ./mvnw package -DskipTests"; exit 2; }
start_service_server night <<< "shared_preload_libraries = 'pg_stat_statements'"
sql -c 'CREATE EXTENSION pg_stat_statements'

export QUARKUS_HTTP_PORT=0 QUARKUS_MANAGEMENT_PORT=0
export ECOIN_CRAWL_SCHEDULE=off ECOIN_TRAINING_SCHEDULE=off ECOIN_SCHEDULE_AT_START=false
export ECOIN_TRAINING_THREADS=1 ECOIN_TRAINING_ORDER=${ORDER:-auto}
for (( i = 1; i <= replicas; i++ )); do
  java -jar "$jar" > "$home/replica-$i.log" 2>&1 & started+=($!)
  until grep -q 'Listening on' "$home/replica-$i.log"; do
    kill -0 "${started[-1]}" || { cat "$home/replica-$i.log"; exit 2; }
    sleep 0.2
  done
done

generate_coins "$coins" "$days"
echo "$coins coins of $days days, order $ECOIN_TRAINING_ORDER, $replicas replicas; $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"

sql -c 'SELECT pg_stat_statements_reset()' > /dev/null
sleep "$idle"
# BEGIN is sent together with the first statement of its transaction.
sql -c "SELECT 'Idle: ' || round(sum(calls) / $replicas.0 / $idle, 2) || ' statements a second and replica'
        FROM pg_stat_statements WHERE query <> 'BEGIN'"

open="SELECT count(*) FROM run WHERE ended_at IS NULL AND kind <> 'score'"
sql -c "INSERT INTO run (kind, lane, options, priority, requested_by, requested_at, due_at, state)
        VALUES ('retrain', 'retrain', '{}', 10, 'bench', now(), now(), 'waiting')"
until [ "$(sql -c "$open")" = 0 ]; do sleep 0.5; done

failed=0
fail() { echo "FAILED: $1"; failed=1; }
sql -c "SELECT 'Requested in ' || round(extract(epoch FROM ended_at - started_at), 2) || ' s' FROM run WHERE kind = 'retrain'"
sql -c "SELECT 'Trained in ' || round(extract(epoch FROM max(ended_at) - min(started_at)), 1) || ' s, '
               || round(count(*) / extract(epoch FROM max(ended_at) - min(started_at)), 1) || ' coins a second'
        FROM run WHERE kind = 'train'"
[ "$(sql -c "SELECT count(*) FROM run WHERE kind = 'train' AND state IN ('succeeded', 'rejected')")" = "$coins" ] || fail "not every coin was trained once"
[ "$(sql -c 'SELECT count(DISTINCT coin) FROM model')" = "$coins" ] || fail "a coin was missed"
least=$coins most=0
for (( i = 1; i <= replicas; i++ )); do
  share=$(grep -c 'dev.ecoin.training.TrainCoin.* Trained ' "$home/replica-$i.log" || true)
  echo "Replica $i: $share coins"
  least=$(( share < least ? share : least )) most=$(( share > most ? share : most ))
done
[ $(( most * 10 )) -le $(( least * 11 )) ] || fail "the shares differ by more than a tenth"
exit $failed
