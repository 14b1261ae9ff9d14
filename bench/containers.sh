# Sourced by image.sh and kube-play.sh: a container engine, the service's image by way of a local registry, and images
# built from installed software if public registries cannot be reached. Sets engine, work and run. On exit, calls the
# caller's `clean_up` if it exists, then removes its own files.

# Debian's podman cannot create containers where control groups of both versions are mounted, as in some sandboxes.
if [ "$(id -u)" = 0 ] && command -v podman >/dev/null && mountpoint -q /sys/fs/cgroup/unified && [ -z "${PRIVATE_MOUNTS:-}" ]; then
  exec env PRIVATE_MOUNTS=1 unshare -m bash -c 'umount /sys/fs/cgroup/unified; exec bash "$@"' bash "$0" "$@"
fi
engine=$(command -v "${ENGINE:-podman}" || command -v docker) && engine=$(basename "$engine") ||
  { echo "A container engine is missing: apt-get install podman, or set ENGINE" >&2; exit 2; }

work=$(mktemp -d)
if [ -n "${PRIVATE_MOUNTS:-}" ]; then
  cat > "$work/containers.conf" <<CONF
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
cgroup_manager = "cgroupfs"
CONF
  export CONTAINERS_CONF=$work/containers.conf
fi
# As restricted as in kubernetes/base.
run=("$engine" run --network host --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges)
[ "$engine" = docker ] || run+=(--read-only-tmpfs=false)

registry=
registry_process=
images=()
end() {
  status=$?
  trap - EXIT
  if declare -F clean_up >/dev/null; then clean_up || true; fi
  if [ -n "$registry_process" ]; then kill "$registry_process" && wait "$registry_process" || true; fi 2>/dev/null
  "$engine" rm -f "ecoin-registry-$$" >/dev/null 2>&1 || true
  for image in "${images[@]}"; do "$engine" rmi -f "$image" >/dev/null 2>&1 || true; done
  rm -rf "$work"
  exit "$status"
}
trap end EXIT
trap 'exit 130' INT TERM

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 2; }
  done
}

free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    (: </dev/tcp/127.0.0.1/$port) 2>/dev/null || { echo $port; return; }
  done
}

# The bundled sample in the format of `import`.
bitcoin_prices() {
  awk -F, 'BEGIN { print "coin,date,price" } /^[0-9]/ { print "bitcoin," $1 "," $2 }' src/main/resources/sample/prices-usd.csv
}

# Whether the registry of that name responds; 401 counts.
reachable() { curl -s -o "$work/answer" -m 10 "https://$1/v2/"; }

# until_true SECONDS COMMAND...
until_true() {
  local last=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $last ] || return 1
    sleep 0.5
  done
}

# Copies programs and libraries with all libraries that they link to: with_libraries ROOT FILE...
with_libraries() {
  local root=$1
  shift
  { printf '%s\n' "$@"; ldd "$@" 2>/dev/null | grep -oE '/[^ :]+\.so[^ :]*'; } | sort -u |
    while read -r file; do
      mkdir -p "$root$(dirname "$file")"
      cp -Lu "$file" "$root$file"
    done
}

# Java and the libraries it links to, nothing else: no shell, no other program.
local_java_base() {
  local root=$work/java jdk
  need jlink ldd
  jdk=$(dirname "$(dirname "$(readlink -f "$(command -v jlink)")")")
  mkdir -p "$root/usr/lib" "$root/usr/bin" "$root/tmp" "$root/etc"
  chmod 1777 "$root/tmp"
  "$jdk/bin/jlink" --output "$root/usr/lib/java" --no-header-files --no-man-pages --compress=2 --strip-java-debug-attributes \
    --add-modules java.se,jdk.unsupported,jdk.crypto.ec,jdk.naming.dns,jdk.zipfs,jdk.management,jdk.net
  rm -f "$root/usr/lib/java/lib/security/cacerts"
  cp -L "$jdk/lib/security/cacerts" "$root/usr/lib/java/lib/security/cacerts"
  ln -s ../lib/java/bin/java "$root/usr/bin/java"
  # shellcheck disable=SC2046
  with_libraries "$root" $(find "$jdk/bin/java" "$jdk/lib" -name '*.so' -o -name java)
  rm -rf "${root:?}$jdk"
  echo 'nonroot:x:65532:65532::/:/sbin/nologin' > "$root/etc/passwd"
  tar -C "$root" -c . | "$engine" import -q --change 'ENV PATH=/usr/bin' - "$1" >/dev/null
}

# Debian's PostgreSQL, configured and started like docker.io/library/postgres, as far as the manifests require.
local_postgres() {
  local root=$work/postgres bin
  bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
  [ -x "$bin/postgres" ] || { echo "PostgreSQL's server is missing: apt-get install postgresql" >&2; exit 2; }
  mkdir -p "$root"/{bin,etc,tmp,usr/lib/postgresql,usr/share/postgresql,usr/local/bin,var/run/postgresql,var/lib/postgresql/data}
  cp -r "${bin%/bin}" "$root/usr/lib/postgresql/"
  rm -rf "$root${bin%/bin}"/lib/{bitcode,llvmjit*}
  cp -r "/usr/share/postgresql/$(basename "${bin%/bin}")" "$root/usr/share/postgresql/"
  mkdir -p "$root/usr/lib/locale" "$root/usr/share"
  cp -rL /usr/share/zoneinfo "$root/usr/share/"
  cp -r /usr/lib/locale/C.utf8 "$root/usr/lib/locale/"
  # shellcheck disable=SC2046
  with_libraries "$root" /bin/sh $(find "$bin" -type f) $(find "${bin%/bin}/lib" -name '*.so' ! -name 'llvmjit*')
  printf 'root:x:0:0::/:/bin/sh\npostgres:x:999:999::/var/lib/postgresql:/bin/sh\n' > "$root/etc/passwd"
  printf 'root:x:0:\npostgres:x:999:\n' > "$root/etc/group"
  printf '#!/bin/sh\nset -e\n' > "$root/usr/local/bin/docker-entrypoint.sh"
  cat >> "$root/usr/local/bin/docker-entrypoint.sh" <<'SCRIPT'
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  printf '%s\n' "$POSTGRES_PASSWORD" > /tmp/password
  initdb --username="$POSTGRES_USER" --pwfile=/tmp/password --auth-local=trust --auth-host=trust --encoding=UTF8 \
    --locale=C.UTF-8 $POSTGRES_INITDB_ARGS
  printf '\nhost all all all scram-sha-256\n' >> "$PGDATA/pg_hba.conf"
  pg_ctl -o "-c listen_addresses=''" -w start
  psql -v ON_ERROR_STOP=1 --dbname postgres -c "CREATE DATABASE \"$POSTGRES_DB\""
  pg_ctl -m fast -w stop
fi
exec postgres -c listen_addresses='*' "$@"
SCRIPT
  chmod 755 "$root/usr/local/bin/docker-entrypoint.sh"
  chown -R 999:999 "$root/var/lib/postgresql" "$root/var/run/postgresql" 2>/dev/null || true
  chmod 1777 "$root/tmp"
  tar -C "$root" -c . | "$engine" import -q --change 'ENV PGDATA=/var/lib/postgresql/data' \
    --change 'ENTRYPOINT ["docker-entrypoint.sh"]' --change 'USER 999' --change 'STOPSIGNAL SIGINT' \
    --change "ENV PATH=$bin:/usr/local/bin:/bin" - "$1" >/dev/null
}

# Sets postgres_image, to the official image if available.
find_postgres() {
  postgres_image=docker.io/library/postgres:17
  if ! "$engine" image inspect "$postgres_image" >/dev/null 2>&1; then
    if reachable registry-1.docker.io; then
      "$engine" pull -q "$postgres_image" >/dev/null
    else
      postgres_image=localhost/ecoin-postgres:$$
      images+=("$postgres_image")
      echo "docker.io cannot be reached: PostgreSQL is the one installed here" >&2
      local_postgres "$postgres_image"
    fi
  fi
}

start_registry() {
  local port
  port=$(free_port)
  registry=localhost:$port
  if command -v docker-registry >/dev/null; then
    mkdir -p "$work/registry"
    cat > "$work/registry.yml" <<CONF
version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: $work/registry}, delete: {enabled: true}}
http: {addr: "127.0.0.1:$port"}
CONF
    OTEL_TRACES_EXPORTER=none docker-registry serve "$work/registry.yml" >"$work/registry.log" 2>&1 &
    registry_process=$!
  else
    "$engine" run -d --name "ecoin-registry-$$" -p "127.0.0.1:$port:5000" docker.io/library/registry:2 >/dev/null
  fi
  until_true 30 curl -fsS -o "$work/answer" "http://$registry/v2/" 2>/dev/null ||
    { echo "The registry did not start; apt-get install docker-registry, or let docker.io be reached" >&2; exit 2; }
}

transfer() { # push|pull IMAGE
  if [ "$engine" = podman ]; then podman "$1" -q --tls-verify=false "$2" >/dev/null; else docker "$1" -q "$2" >/dev/null; fi
}

# Builds the service's image with Jib, pushes it to a registry of this run and pulls it: sets image. BASE_IMAGE
# overrides the base image in application.properties.
build_image() {
  local base=${BASE_IMAGE:-} options=()
  need curl java
  start_registry
  if [ -z "$base" ] && ! reachable gcr.io; then
    base=$registry/java
    echo "gcr.io cannot be reached: the base is made by jlink of the JDK installed here" >&2
    images+=("$base")
    local_java_base "$base"
    transfer push "$base"
  fi
  [ -z "$base" ] || options+=("-Dquarkus.jib.base-jvm-image=$base")
  image=$registry/ecoin/ecoin-forecaster:bench
  ./mvnw -B -ntp -q package -DskipTests -Dquarkus.container-image.build=true -Dquarkus.container-image.push=true \
    -Dquarkus.container-image.image="$image" -Dquarkus.container-image.insecure=true -DsendCredentialsOverHttp=true \
    "${options[@]}" >"$work/build.log" 2>&1 || { cat "$work/build.log" >&2; exit 2; }
  images+=("$image")
  transfer pull "$image"
}
