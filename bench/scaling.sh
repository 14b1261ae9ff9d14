#!/usr/bin/env bash
# Trains COINS (2,000) generated coins of DAYS (800) days in a temporary PostgreSQL server, with `train --all --shard
# i/N` in 1, 2 and 4 processes (PROCESSES) of one thread each. Prints coins per second, processor seconds per coin
# (valid on a busy machine too) and the ratio to one process. Repeats it with two processes, kills one of them in the
# middle (kill -9) and reruns its shard. Exits with status 1 if a coin was trained twice or missed, or if a rerun
# trained anything again. Also prints the size of table rows.
#
# ORDER (auto) is the model's order; (0,1,0) makes the database's share of the work visible. Requires the packaged jar
# (./mvnw package -DskipTests), the PostgreSQL server (Debian: postgresql) and, as root, the user postgres.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=bench/postgresql.sh
source bench/postgresql.sh

coins=${COINS:-2000}
days=${DAYS:-800}
order=${ORDER:-auto}
processes=${PROCESSES:-1 2 4}
jar=${JAR:-target/quarkus-app/quarkus-run.jar}
[ -f "$jar" ] || { echo "$jar is missing: ./mvnw package -DskipTests"; exit 2; }
start_service_server scaling < /dev/null

export ECOIN_TRAINING_THREADS=1 ECOIN_CLUSTER_LEASE=5s
train() { exec java -jar "$jar" train --all --order "$order" --shard "$1" 2> "$home/${1/\//-of-}.log"; }

# Lets the service create the schema; without coins the command has no other work.
(train 0/1) > /dev/null
generate_coins "$coins" "$days"
sql -c "SELECT '$coins coins of $days days in PostgreSQL ' || current_setting('server_version') || ', order $order; $(nproc) processors, load ' || '$(cut -d' ' -f1 /proc/loadavg)'"

failed=0
fail() { echo "FAILED: $1"; failed=1; }
check() { # what every run must have brought about
  [ "$(sql -c "SELECT count(*) FROM training_run WHERE state IN ('succeeded', 'rejected')")" = "$coins" ] || fail "not every coin was trained"
  [ "$(sql -c 'SELECT count(*) FROM (SELECT coin FROM model GROUP BY coin HAVING count(*) > 1) AS twice')" = 0 ] || fail "a coin was trained twice"
  [ "$(sql -c 'SELECT count(DISTINCT coin) FROM model')" = "$coins" ] || fail "a coin was missed"
  [ "$(sql -c "SELECT count(*) FROM training_run WHERE state IN ('waiting', 'running')")" = 0 ] || fail "a run is left open"
}
forget() { sql -c 'TRUNCATE model, model_state, active_model, model_activation, run, crawl_run_coin'; sql -c 'VACUUM'; }
# Processor seconds of this shell's finished children; `times` in a subshell would report its own only.
cpu() {
  times > "$home/times"
  cpu=$(awk 'NR == 2 { split($1, u, /[ms]/); split($2, s, /[ms]/); print u[1] * 60 + u[2] + s[1] * 60 + s[2] }' "$home/times")
}

for n in $processes; do
  cpu; before=$cpu from=$(date +%s.%N) pids=()
  for (( i = 0; i < n; i++ )); do
    (train "$i/$n") > "$home/$i-of-$n.out" & pids+=($!); started+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || fail "a process of $n ended with status $?"; done
  to=$(date +%s.%N); cpu; after=$cpu
  check
  one=${one:-$(awk -v f="$from" -v t="$to" 'BEGIN { print t - f }')}
  awk -v n="$n" -v c="$coins" -v f="$from" -v t="$to" -v a="$before" -v b="$after" -v one="$one" \
    'BEGIN { printf "%d process%s %8.1f s %8.2f coins/s %8.3f processor s/coin   %.2f times as fast as one\n", n, (n > 1 ? "es" : "  "), t - f, c / (t - f), (b - a) / c, one / (t - f) }'
  cat "$home"/*-of-"$n".out | sed 's/^/  /'
  if [ "$n" != "${processes##* }" ]; then forget; fi
done

from=$(date +%s.%N)
again=$( (train 0/1) )
echo "Run again with nothing new, start of the process included: $(awk -v f="$from" -v t="$(date +%s.%N)" 'BEGIN { printf "%.1f", t - f }') s: $again"
check

sql -F ': ' <<SQL
SELECT name, rows || ' rows, ' || round(bytes / greatest(rows, 1)) || ' bytes a row with indexes'
FROM (VALUES ('daily_price', pg_total_relation_size('daily_price'), (SELECT count(*) FROM daily_price)),
             ('monthly_price', pg_total_relation_size('monthly_price'), (SELECT count(*) FROM monthly_price)),
             ('model', pg_total_relation_size('model'), (SELECT count(*) FROM model)),
             ('model_state', pg_total_relation_size('model_state'), (SELECT count(*) FROM model_state)),
             ('model_activation', pg_total_relation_size('model_activation'), (SELECT count(*) FROM model_activation)),
             ('active_model', pg_total_relation_size('active_model'), (SELECT count(*) FROM active_model)),
             ('run', pg_total_relation_size('run'), (SELECT count(*) FROM run))) AS t (name, bytes, rows);
SELECT 'a blob', 'octets: ' || round(avg(octet_length(blob))) || ' on average, ' || max(octet_length(blob)) || ' at most' FROM model_state;
SQL

echo "Two processes, the second killed in the middle, its index run again:"
forget
(train 0/2) > "$home/0.out" & survivor=$!; started+=($!)
(train 1/2) > "$home/1.out" & victim=$!; started+=($!)
# The lease identifies the killed process's share of the work.
mine="SELECT count(*) FROM training_run AS r WHERE ('x' || left(md5(coin), 8))::bit(32)::bigint % 2 = 1 AND state IN ('succeeded', 'rejected')"
while [ "$(sql -c "$mine")" -lt $(( coins / 8 )) ]; do
  kill -0 "$victim" 2>/dev/null || { fail "the victim ended by itself"; break; }
  sleep 0.5
done
kill -9 "$victim"
wait "$victim" 2>/dev/null || true
done_before=$(sql -c "$mine")
(train 1/2) > "$home/1.out" || fail "the rerun ended with status $?"
wait "$survivor" || fail "the other process ended with status $?"
cat "$home/0.out" "$home/1.out" | sed 's/^/  /'
check
left=$(sed -nE 's/.* ([0-9]+) trained before;.*/\1/p' "$home/1.out")
echo "  killed after $done_before coins; the rerun left $left alone and took $(sql -c 'SELECT coalesce(sum(takeovers), 0) FROM training_run') from the dead process"
[ "$left" -ge "$done_before" ] || fail "the rerun trained what was trained"
exit $failed
