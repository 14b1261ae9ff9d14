# Sourced by analysis.sh, backup.sh and scaling.sh: a PostgreSQL of their own. Sets bin, the directory of its programs. Needs
# the server (Debian: postgresql) and, as root, the user postgres that comes with it, since the server refuses to run as root.

bin=$(pg_config --bindir 2>/dev/null || true)
[ -x "$bin/initdb" ] || bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -x "$bin/initdb" ] || { echo "PostgreSQL's server is missing: apt-get install postgresql" >&2; exit 2; }

as_owner() { if [ "$(id -u)" = 0 ]; then setpriv --reuid postgres --regid postgres --clear-groups "$@"; else "$@"; fi; }

# Starts a server without fsync in a directory, which keeps its socket, its log and, under data, its files; standard input
# is added to its configuration.
start_server() { # DIRECTORY
  [ "$(id -u)" != 0 ] || chown postgres "$1"
  as_owner "$bin/initdb" -D "$1/data" -U postgres --auth trust --locale C --encoding UTF8 > "$1/initdb.log"
  { printf "unix_socket_directories = '%s'\nfsync = off\n" "$1"; cat; } >> "$1/data/postgresql.conf"
  as_owner "$bin/pg_ctl" -D "$1/data" -l "$1/log" -w -s start
}

stop_server() { # DIRECTORY
  as_owner "$bin/pg_ctl" -D "$1/data" -m immediate -s stop || true
}
