#!/usr/bin/env bash
# Rows a second of the service's writer against psql's \copy into a staging table + INSERT ... ON CONFLICT, in one run
# on one server: the embedded PostgreSQL, or the one that DATABASE_URL names (postgresql://user:password@host:port/db;
# it works in a schema of its own there and drops it at the end). Ends with status 1 if the writer has less than 0.9: the two
# are level, and a machine that does something else now and then is not.
# COINS (100, of 2,000 days each), ROUNDS (5) and WRITERS (connections of the writer; 1, as imports and psql have) may
# be set. Needs psql (Debian: postgresql-client).
set -euo pipefail
cd "$(dirname "$0")/.."

command -v psql >/dev/null || { echo "psql is missing: apt-get install postgresql-client"; exit 2; }
classpath=$(mktemp)
trap 'rm -f "$classpath"' EXIT
./mvnw -B -q test-compile dependency:build-classpath -Dmdep.outputFile="$classpath" -Dmdep.includeScope=test
java -cp "target/test-classes:target/classes:$(cat "$classpath")" dev.ecoin.prices.PriceWritingBenchmark
