#!/usr/bin/env bash
# Rows per second of the service's writer, compared with psql's \copy into a staging table + INSERT ... ON CONFLICT, in
# one run on one server: the embedded PostgreSQL, or DATABASE_URL (postgresql://user:password@host:port/db, in a schema
# that is dropped at the end). Exits with status 1 if the writer reaches less than 0.9 of psql: the two are equally
# fast, and other work on the machine adds noise. COINS (100, of 2,000 days each), ROUNDS (5) and WRITERS (the writer's
# connections; 1, as for imports and psql) can be set. Requires psql (Debian: postgresql-client).
set -euo pipefail
cd "$(dirname "$0")/.."

command -v psql >/dev/null || { echo "psql is missing: apt-get install postgresql-client"; exit 2; }
classpath=$(mktemp)
trap 'rm -f "$classpath"' EXIT
./mvnw -B -q test-compile dependency:build-classpath -Dmdep.outputFile="$classpath" -Dmdep.includeScope=test
java -cp "target/test-classes:target/classes:$(cat "$classpath")" dev.ecoin.prices.PriceWritingBenchmark
