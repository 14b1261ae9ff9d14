#!/usr/bin/env bash
# Renders kubernetes/ with kubectl and plays it with podman, without a cluster: PostgreSQL, the service and the Job that
# tests the connection, as restricted as in the manifests. Imports the bundled prices and trains with the image's
# commands, requests a forecast, runs an analysis with psql inside the database's pod, and removes everything.
#
#   bench/kube-play.sh
#
# IMAGE names an image to play instead of building one as bench/image.sh does, which lists the requirements; also
# requires kubectl, and podman with aardvark-dns. Podman supports pods, deployments, volume claims and configuration
# only. Therefore the StatefulSet becomes a pod with the same name as its Service, and the service's port is published
# on localhost. Policies and autoscaling are ignored.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=bench/containers.sh
source bench/containers.sh
need kubectl curl awk openssl
[ "$engine" = podman ] || { echo "podman is missing" >&2; exit 2; }

network=ecoin-kube-play-$$
volume=ecoin-kube-play-$$
secret=ecoin-database
played=()
clean_up() {
  local file
  for file in "${played[@]}"; do podman kube down "$file" || podman play kube --down "$file"; done
  podman volume rm -f "$volume"
  podman secret rm "$secret"
  podman network rm -f "$network"
  rm -rf target/kube-play
} >/dev/null 2>&1

if [ -n "${IMAGE:-}" ]; then
  image=$IMAGE
else
  build_image
fi
find_postgres
if podman secret inspect "$secret" >/dev/null 2>&1; then
  secret= played=()
  echo "There is a secret ecoin-database of podman already, which this would replace" >&2
  exit 2
fi

http=$(free_port)
management=$(free_port)
# kustomize does not accept absolute paths.
mkdir -p target/kube-play
cat > target/kube-play/kustomization.yaml <<KUSTOMIZATION
resources:
  - ../../kubernetes
images:
  - {name: docker.io/ecoin/ecoin-forecaster, newName: ${image%:*}, newTag: "${image##*:}"}
  - {name: docker.io/library/postgres, newName: ${postgres_image%:*}, newTag: "${postgres_image##*:}"}
patches:
  # Podman has no namespaces.
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: ecoin-forecaster}
      spec:
        template:
          spec:
            containers:
              - name: ecoin-forecaster
                env: [{name: KUBERNETES_NAMESPACE, \$patch: delete}]
  - target: {kind: Deployment, name: ecoin-forecaster}
    patch: |
      - {op: add, path: /spec/template/spec/containers/0/ports/0/hostPort, value: $http}
      - {op: add, path: /spec/template/spec/containers/0/ports/0/hostIP, value: 127.0.0.1}
      - {op: add, path: /spec/template/spec/containers/0/ports/1/hostPort, value: $management}
      - {op: add, path: /spec/template/spec/containers/0/ports/1/hostIP, value: 127.0.0.1}
  - target: {kind: StatefulSet, name: postgresql}
    options: {allowKindChange: true}
    patch: |
      - {op: add, path: /spec/template/spec/volumes/-, value: {name: data, persistentVolumeClaim: {claimName: $volume}}}
      - {op: move, from: /spec/template/spec, path: /spec}
      - {op: replace, path: /apiVersion, value: v1}
      - {op: replace, path: /kind, value: Pod}
KUSTOMIZATION
kubectl kustomize target/kube-play > "$work/rendered.yaml"
printf -- '---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: %s}\nspec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n' \
  "$volume" >> "$work/rendered.yaml"
# The command of docs/running.md, but with a podman secret; podman before 4.3 accepts the data only.
new_secret() {
  kubectl create secret generic "$secret" --from-literal=url=postgresql://postgresql:5432/ecoin \
    --from-literal=username=ecoin --from-literal=password="$(openssl rand -hex 24)" --dry-run=client -o "$1"
}
case $(podman version --format '{{.Client.Version}}') in
  [0-3].* | 4.[0-3].*) new_secret jsonpath='{.data}' ;;
  *) new_secret yaml ;;
esac | podman secret create "$secret" - >/dev/null
podman network create "$network" >/dev/null

play() {
  played+=("$1")
  podman kube play --network "$network" "$1" >"$work/play.log" 2>&1 || { cat "$work/play.log" >&2; exit 1; }
}
container() { podman ps -a --format '{{.Names}}' | grep -E "$1" | head -1; }
began=$SECONDS
play "$work/rendered.yaml"
service=$(container '^ecoin-forecaster-pod.*-ecoin-forecaster$')
postgresql=$(container '^postgresql-.*postgresql$')
ready() { [ "$(curl -s -o "$work/ready" -w '%{http_code}' "http://127.0.0.1:$management/q/health/ready")" = 200 ]; }
until_true 240 ready || { podman logs "$postgresql" | tail -5; podman logs "$service" | tail -30; exit 1; } >&2
echo "ready $((SECONDS - began)) s after kube play"

# The Job unchanged except for its image; podman plays its pod.
{
  printf '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "connection"}, "spec": '
  kubectl set image --local -f kubernetes/jobs/test-connection.yaml "ecoin-forecaster=$image" -o jsonpath='{.spec.template.spec}'
  echo '}'
} > "$work/connection.yaml"
# Podman reads configuration from the same file only.
{ echo ---; cat kubernetes/base/configuration.yaml; } >> "$work/connection.yaml"
play "$work/connection.yaml"
echo "The Job kubernetes/jobs/test-connection.yaml:"
status=$(podman wait connection-ecoin-forecaster)
podman logs connection-ecoin-forecaster | sed 's/^/    /'
[ "$status" = 0 ] || { echo "it ended with status $status" >&2; exit 1; }

verb() { podman exec -i "$service" java -jar quarkus-run.jar "$@"; }
echo "Commands of the image, in the service's pod:"
bitcoin_prices | verb import /dev/stdin | sed 's/^/    /'
verb train --coin bitcoin </dev/null | sed 's/^/    /'

echo "A forecast by the service's port:"
curl -fsS "http://127.0.0.1:$http/coins/bitcoin/forecast?horizon=2" | sed 's/^/    /'
echo
echo "An analysis by psql in the database's pod:"
podman exec -i "$postgresql" psql < src/main/sql/analysis/risk.sql | tail -4 | sed 's/^/    /'
