# Sourced by alerts.sh, analysis.sh, backup.sh, night.sh and scaling.sh: runs a temporary PostgreSQL server. Sets bin, the
# directory of its programs. Requires the server (Debian: postgresql) and, as root, its user postgres, because the
# server refuses to run as root.

bin=$(pg_config --bindir 2>/dev/null || true)
[ -x "$bin/initdb" ] || bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -x "$bin/initdb" ] || { echo "PostgreSQL's server is missing: apt-get install postgresql" >&2; exit 2; }

as_owner() { if [ "$(id -u)" = 0 ]; then setpriv --reuid postgres --regid postgres --clear-groups "$@"; else "$@"; fi; }

# Starts a server without fsync in a directory that contains its socket, its log and, under data, its files; adds
# standard input to its configuration.
start_server() { # DIRECTORY
  [ "$(id -u)" != 0 ] || chown postgres "$1"
  as_owner "$bin/initdb" -D "$1/data" -U postgres --auth trust --locale C --encoding UTF8 > "$1/initdb.log"
  { printf "unix_socket_directories = '%s'\nfsync = off\n" "$1"; cat; } >> "$1/data/postgresql.conf"
  as_owner "$bin/pg_ctl" -D "$1/data" -l "$1/log" -w -s start
}

stop_server() { # DIRECTORY
  as_owner "$bin/pg_ctl" -D "$1/data" -m immediate -s stop || true
}

# For benchmarks of the service: a server on a free port, with standard input added to its configuration; sql() and the
# service connect to it. When the script exits, the server and the processes in the caller's array started are stopped.
start_service_server() { # NAME
  home=$(mktemp -d "${DATA:-/tmp}/bench-$1.XXXXXX")
  started=()
  trap end_service_server EXIT
  port=${PORT:-$(( 20000 + $$ % 20000 ))}
  {
    printf "listen_addresses = 'localhost'\nport = %s\nshared_buffers = 256MB\nmax_connections = 200\n" "$port"
    cat
  } | start_server "$home"
  export QUARKUS_DATASOURCE_REACTIVE_URL=postgresql://localhost:$port/postgres
  export QUARKUS_DATASOURCE_USERNAME=postgres QUARKUS_DATASOURCE_PASSWORD=
}

end_service_server() {
  for pid in "${started[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  stop_server "$home"
  rm -rf "$home"
}

sql() { "$bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h "$home" ${port:+-p "$port"} -U postgres -d postgres "$@"; }

# Random walks; the service must have created its schema.
generate_coins() { # COINS DAYS
  sql <<SQL
SELECT setseed(0.5);
INSERT INTO coin (id) SELECT 'coin-' || lpad(n::text, 7, '0') FROM generate_series(1, $1) AS n;
INSERT INTO daily_price (coin, day, price, source, stored_at)
SELECT id, date '2026-11-22' - $2 + i, exp(5 + sum(0.04 * (random() + random() + random() - 1.5)) OVER (PARTITION BY id ORDER BY i)), 'coingecko', now()
FROM coin CROSS JOIN generate_series(1, $2) AS i;
SQL
  sql -c 'VACUUM ANALYZE'
}
