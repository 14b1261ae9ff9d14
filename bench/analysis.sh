#!/usr/bin/env bash
# Generates COINS (20,000) coins x YEARS (10) of daily prices in a temporary PostgreSQL server and runs each file of
# src/main/sql/analysis, or those in ANALYSES: over the whole table, and for one coin as the endpoints do. Prints rows,
# seconds and the shape of the plan, and writes the full plans to OUT (target/bench-analysis). Exits with status 1 if a
# plan over the whole table spills to disk or a coin's plan reads other coins.
#
# One in 2,000 days is missing, and one in a hundred coins has a CoinGecko document. The server uses a temporary
# directory under DATA (/tmp; 20,000 coins x 10 years take about 14 GB), which is removed at the end, and the settings
# of a small machine: 2 cores, 1 GB of shared buffers. Requires the PostgreSQL server (Debian: postgresql) and, as root,
# its user postgres.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=bench/postgresql.sh
source bench/postgresql.sh

coins=${COINS:-20000}
analyses=${ANALYSES:-monthly-average monthly-range gaps risk rises-after-falls features}
years=${YEARS:-10}
out=${OUT:-target/bench-analysis}
runs=${RUNS:-1}
mkdir -p "$out"
home=$(mktemp -d "${DATA:-/tmp}/bench-analysis.XXXXXX")
stop() {
  stop_server "$home"
  rm -rf "$home"
}
trap stop EXIT

start_server "$home" <<CONF
listen_addresses = ''
shared_buffers = 1GB
work_mem = 64MB
maintenance_work_mem = 256MB
effective_cache_size = 4GB
random_page_cost = 1.1
max_worker_processes = 2
max_parallel_workers = 2
max_parallel_workers_per_gather = 1
jit = off
# The data is temporary, so it need not survive a crash.
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
autovacuum = off
CONF
seconds() { awk -v from="$1" -v to="$(date +%s.%N)" 'BEGIN { printf "%.1f", to - from }'; }

for migration in $(ls src/main/sql/migrations/V*.sql | sort -V); do
  sql -1 -f "$migration" > /dev/null
done

started=$(date +%s.%N)
# Triggers and foreign keys are off while the data is generated; one statement then fills monthly_price instead.
sql > /dev/null <<SQL
SET session_replication_role = replica;
SELECT setseed(0.5);
INSERT INTO coin (id) SELECT 'coin-' || lpad(n::text, 5, '0') FROM generate_series(1, $coins) AS n;
ALTER TABLE daily_price SET UNLOGGED;
INSERT INTO daily_price (coin, day, price, market_cap, volume, source, stored_at)
SELECT id, date '2016-01-01' + i, price::numeric, (price * 19000000)::numeric(30, 2), (price * 100000)::numeric(30, 2),
       'coingecko', timestamptz '2026-01-01 00:45Z'
FROM coin
CROSS JOIN LATERAL (
    SELECT i, exp(5 * sin(length(id) + hashtext(id)) + sum(0.04 * (random() + random() + random() - 1.5)) OVER (ORDER BY i))
        AS price
    FROM generate_series(0, (date '2016-01-01' + interval '$years years')::date - date '2016-01-01' - 1) AS i
    WHERE id <> ''
) AS walk
WHERE random() > 1.0 / 2000;
INSERT INTO price_document (coin, day, document, fetched_at)
SELECT id, date '2016-01-01' + 300 + n, jsonb_build_object('id', id, 'market_data', jsonb_build_object('market_cap', jsonb_build_object('usd', 1000000 + n))), now()
FROM coin CROSS JOIN generate_series(1, 3) AS n WHERE id LIKE '%00';
ANALYZE daily_price;
SELECT refresh_monthly_price(array_agg(coin), array_agg(month))
FROM (SELECT DISTINCT coin, month_of(day) AS month FROM daily_price) AS stored;
SQL
sql -c 'VACUUM ANALYZE'
sql -c "SELECT 'PostgreSQL ' || current_setting('server_version') || ', ' || to_char(count(*), 'FM999,999,999') || ' rows of $coins coins, ' || pg_size_pretty(pg_total_relation_size('daily_price')) || ' with the index, monthly_price ' || pg_size_pretty(pg_total_relation_size('monthly_price')) FROM daily_price"
echo "generated in $(seconds "$started") s"

failed=0
# The nodes of the plan, from the top down.
shape() { sed -nE '1{s/  \(cost=.*//p;d}; s/^ *->  (.*)  \(cost=.*/\1/p' "$1" | paste -sd'<' | sed 's/</ < /g'; }
measure() { # name, what, query
  local plan="$out/$1.$2.txt"
  for _ in $(seq "$runs"); do
    sql -c "EXPLAIN (ANALYZE, TIMING OFF, BUFFERS) $3" > "$plan"
  done
  printf '%-18s %-9s %12s rows %10.3f s   %s\n' "$1" "$2" \
    "$(grep -oE 'actual rows=[0-9]+' "$plan" | head -1 | cut -d= -f2)" \
    "$(awk '/^Execution Time/ { print $3 / 1000 }' "$plan")" "$(shape "$plan")"
}
coin=coin-$(printf '%05d' $((coins / 2)))
for name in $analyses; do
  query=$(cat "src/main/sql/analysis/$name.sql")
  measure "$name" whole "$query"
  measure "$name" one-coin "SELECT * FROM ($query) AS analysis WHERE coin = ANY (ARRAY['$coin'])"
  if grep -qE 'Sort Method: external|Disk Usage' "$out/$name.whole.txt"; then
    echo "$name does not fit into work_mem"; failed=1
  fi
  if grep -qE 'Seq Scan on (daily_price|monthly_price)' "$out/$name.one-coin.txt"; then
    echo "$name reads all coins to answer for one"; failed=1
  fi
done
exit $failed
