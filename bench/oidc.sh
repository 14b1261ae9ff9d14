#!/usr/bin/env bash
# Tests OpenID Connect against a real provider: starts Keycloak in dev mode and the packaged jar, both on localhost, and
# tests tokens with the right role, without it, expired, for another audience and from another issuer, a key rotation,
# and a provider that is down at startup or at run time. Leaves nothing behind except Keycloak's zip in target/.
#
#   ./mvnw package -DskipTests && bench/oidc.sh
#
# Exits with status 1 at the first unexpected answer. Requires curl, jq and JDK 17 to 25.
set -euo pipefail
cd "$(dirname "$0")/.."

keycloak_version=26.0.0
audience=ecoin-forecaster
password=oidc-check

for tool in curl jq java jar; do
  command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 2; }
done
[ -f target/quarkus-app/quarkus-run.jar ] || { echo "There is no packaged jar: ./mvnw package -DskipTests" >&2; exit 2; }
hash=$(printf '%s\n' "$password" | java -jar target/quarkus-app/quarkus-run.jar password 2>/dev/null)

zip=target/keycloak/keycloak-quarkus-dist-$keycloak_version.zip
[ -f "$zip" ] || ./mvnw -B -ntp -q dependency:copy -DoutputDirectory=target/keycloak \
  -Dartifact="org.keycloak:keycloak-quarkus-dist:$keycloak_version:zip"

work=$(mktemp -d)
service=
keycloak=
stop() {
  [ -z "$1" ] || { kill "$1" 2>/dev/null && wait "$1" 2>/dev/null || true; }
}
end() {
  stop "$service"
  stop "$keycloak"
  rm -rf "$work"
}
trap end EXIT
(cd "$work" && jar xf "$OLDPWD/$zip")
home=$work/keycloak-$keycloak_version

free_port() {
  local port
  while port=$((20000 + RANDOM)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}
port=$(free_port)
provider=http://localhost:$port/realms

# A client for each kind of token; users with the role operator, with the role reader, and with neither.
realm() {
  jq -n --arg realm "$1" --arg audience "$audience" --arg password "$password" '
    def client($id; $audience; $seconds): {
      clientId: $id, publicClient: true, directAccessGrantsEnabled: true, redirectUris: [],
      attributes: {"access.token.lifespan": $seconds},
      protocolMappers: (if $audience == null then [] else [{
        name: "audience", protocol: "openid-connect", protocolMapper: "oidc-audience-mapper",
        config: {"included.custom.audience": $audience, "access.token.claim": "true"}}] end)};
    def user($name; $roles): {
      username: $name, enabled: true, email: ($name + "@example.org"), emailVerified: true, firstName: $name, lastName: $name,
      credentials: [{type: "password", value: $password}], realmRoles: $roles};
    {realm: $realm, enabled: true, sslRequired: "none",
     roles: {realm: [{name: "operator"}, {name: "reader"}]},
     clients: [client("desk"; $audience; "600"), client("brief"; $audience; "1"),
               client("other"; "another-service"; "600"), client("plain"; null; "600")],
     users: [user("olga"; ["operator"]), user("rita"; ["reader"]), user("vera"; [])]}'
}
mkdir -p "$home/data/import"
realm ecoin > "$home/data/import/ecoin-realm.json"
realm elsewhere > "$home/data/import/elsewhere-realm.json"

start_keycloak() {
  KC_BOOTSTRAP_ADMIN_USERNAME=admin KC_BOOTSTRAP_ADMIN_PASSWORD=$password JAVA_OPTS_APPEND=-Xmx384m \
    bash "$home/bin/kc.sh" start-dev --db=dev-file --http-host=localhost --http-port="$port" --import-realm \
    > "$work/keycloak.log" 2>&1 &
  keycloak=$!
  for _ in $(seq 900); do
    curl -fs -o /dev/null "$provider/ecoin/.well-known/openid-configuration" &&
      curl -fs -o /dev/null "$provider/elsewhere/.well-known/openid-configuration" && return
    kill -0 "$keycloak" 2>/dev/null || break
    sleep 1
  done
  echo "Keycloak did not start:" >&2; tail -20 "$work/keycloak.log" >&2; exit 2
}

stop_keycloak() {
  # kc.sh replaces itself by java, so that its process id is Keycloak's.
  stop "$keycloak"
  keycloak=
}

# REALM CLIENT USER: sets token
fetch() {
  token=$(curl -fsS "$provider/$1/protocol/openid-connect/token" -d grant_type=password -d client_id="$2" \
    -d username="$3" -d password="$password" | jq -er .access_token)
}

start_service() {
  ECOIN_DATABASE_DIRECTORY=$work/postgresql ECOIN_COINGECKO_URL=http://localhost:1/api/v3 \
    ECOIN_SECURITY_OPERATOR_PASSWORD_HASH=$hash ECOIN_SECURITY_READ_ROLE=reader \
    QUARKUS_OIDC_TENANT_ENABLED=true QUARKUS_OIDC_AUTH_SERVER_URL=$provider/ecoin QUARKUS_OIDC_CLIENT_ID=$audience \
    QUARKUS_OIDC_ROLES_ROLE_CLAIM_PATH=realm_access/roles QUARKUS_HTTP_HOST=localhost QUARKUS_HTTP_PORT=0 \
    QUARKUS_MANAGEMENT_PORT=0 env "$@" java -jar target/quarkus-app/quarkus-run.jar > "$work/service.log" 2>&1 &
  service=$!
}

await_service() {
  address=
  for _ in $(seq 900); do
    address=$(sed -n 's|.*Open \(http:[^ ]*\)/.*|\1|p' "$work/service.log" | tail -1)
    [ -z "$address" ] && kill -0 "$service" 2>/dev/null || break
    sleep 1
  done
  [ -n "$address" ] || { echo "The service did not become ready:" >&2; tail -20 "$work/service.log" >&2; exit 2; }
}

stop_service() {
  stop "$service"
  service=
}

# METHOD PATH TOKEN: prints the status
ask() {
  curl -s -o "$work/answer" -D "$work/headers" -w '%{http_code}' -m 60 -X "$1" "$address$2" \
    ${3:+-H "Authorization: Bearer $3"}
}

# STATUS WHAT METHOD PATH TOKEN
expect() {
  local status
  status=$(ask "$3" "$4" "$5")
  printf '%-68s %s %s\n' "$2" "$status" "$(jq -r '.detail // empty' "$work/answer" 2>/dev/null | head -1)"
  [ "$status" = "$1" ] || { echo "expected $1" >&2; tail -30 "$work/service.log" >&2; exit 1; }
}

expect_basic() {
  local status
  status=$(curl -s -o /dev/null -w '%{http_code}' -m 60 -u "operator:$password" -X DELETE "$address/coins/no-such-coin")
  printf '%-68s %s\n' "$1, HTTP Basic" "$status"
  [ "$status" = 404 ] || { echo "expected 404, for it may and the coin is not there" >&2; exit 1; }
}

expect_unavailable() {
  expect 503 "$1" "$2" "$3" "$4"
  grep -qi '^retry-after:' "$work/headers" || { echo "without Retry-After" >&2; exit 1; }
}

# SECONDS WHAT TOKEN: waits until the token is accepted
within() {
  local begun=$SECONDS
  while [ "$(ask GET /coins "$3")" != 200 ]; do
    [ $((SECONDS - begun)) -lt "$1" ] || { echo "$2: not within $1 s, $(cat "$work/answer")" >&2; exit 1; }
    sleep 1
  done
  printf '%-68s 200 after %d s\n' "$2" $((SECONDS - begun))
}

echo "== without an audience"
start_service
status=0
wait "$service" || status=$?
service=
grep -F QUARKUS_OIDC_TOKEN_AUDIENCE "$work/service.log" | head -1
[ "$status" -ne 0 ] && grep -qF QUARKUS_OIDC_TOKEN_AUDIENCE "$work/service.log" ||
  { echo "The service started without an audience ($status)" >&2; tail "$work/service.log" >&2; exit 1; }

echo "== the provider is down at start"
start_service QUARKUS_OIDC_TOKEN_AUDIENCE=$audience
await_service
expect 401 "no token" GET /coins ""
expect_basic "provider down"
some_token=$(printf '{"alg":"RS256","kid":"x","typ":"JWT"}' | base64 -w0 | tr -d =).$(printf '{"sub":"x"}' | base64 -w0 | tr -d =).AAAA
expect_unavailable "provider down, a token" GET /coins "$some_token"
expect_unavailable "provider down, a token, a change" DELETE /coins/no-such-coin "$some_token"
start_keycloak
fetch ecoin desk rita
within 60 "the provider has come up" "$token"

echo "== tokens"
fetch ecoin desk olga
operator=$token
expect 404 "operator, a change (of a coin that is not there)" DELETE /coins/no-such-coin "$operator"
expect 200 "operator, reading" GET /coins "$operator"
fetch ecoin desk rita
expect 200 "reader, reading" GET /coins "$token"
fetch ecoin desk rita
expect 403 "reader, a change" DELETE /coins/no-such-coin "$token"
fetch ecoin desk vera
expect 403 "no role, reading" GET /coins "$token"
fetch ecoin other olga
expect 401 "operator, audience of another service" GET /coins "$token"
fetch ecoin plain olga
expect 401 "operator, no audience" GET /coins "$token"
fetch elsewhere desk olga
expect 401 "operator of another issuer" GET /coins "$token"
fetch ecoin brief olga
brief=$token
sleep 3
expect 401 "operator, expired" GET /coins "$brief"
expect 401 "signature cut off" GET /coins "${operator%.*}."
expect 401 "nonsense as a token" GET /coins nonsense
expect_basic "provider up"

echo "== the provider's key is rotated"
admin=$(curl -fsS "http://localhost:$port/realms/master/protocol/openid-connect/token" -d grant_type=password \
  -d client_id=admin-cli -d username=admin -d password="$password" | jq -r .access_token)
components=http://localhost:$port/admin/realms/ecoin/components
old=$(curl -fsS -H "Authorization: Bearer $admin" "$components?type=org.keycloak.keys.KeyProvider" |
  jq -c '.[] | select(.providerId == "rsa-generated")')
realm_id=$(jq -r .parentId <<<"$old")
jq -n --arg id "$realm_id" '{name: "next", providerId: "rsa-generated", providerType: "org.keycloak.keys.KeyProvider",
    parentId: $id, config: {priority: ["200"], enabled: ["true"], active: ["true"], algorithm: ["RS256"]}}' |
  curl -fsS -H "Authorization: Bearer $admin" -H 'Content-Type: application/json' -d @- "$components"
fetch ecoin desk olga
within 60 "a token of the new key" "$token"
expect 200 "a token of the old key, which the provider still publishes" GET /coins "$operator"
curl -fsS -X DELETE -H "Authorization: Bearer $admin" "$components/$(jq -r .id <<<"$old")"
jq -n --arg id "$realm_id" '{name: "third", providerId: "rsa-generated", providerType: "org.keycloak.keys.KeyProvider",
    parentId: $id, config: {priority: ["300"], enabled: ["true"], active: ["true"], algorithm: ["RS256"]}}' |
  curl -fsS -H "Authorization: Bearer $admin" -H 'Content-Type: application/json' -d @- "$components"
fetch ecoin desk olga
within 60 "a token of the third key" "$token"
expect 401 "a token of the first key, which was taken away" GET /coins "$operator"

echo "== the provider goes down at run time"
fetch ecoin desk olga
last=$token
fetch elsewhere desk olga
unknown=$token

# An unknown key may be new, so it is requested, but at most every quarkus.oidc.token.forced-jwk-refresh-interval; until
# then such a token is rejected with 401.
expect_unknown_key_unavailable() {
  local begun=$SECONDS
  until [ "$(ask GET /coins "$unknown")" = 503 ]; do
    grep -q '"status":401' "$work/answer" && [ $((SECONDS - begun)) -lt 60 ] ||
      { echo "$1: $(cat "$work/answer")" >&2; tail -30 "$work/service.log" >&2; exit 1; }
    sleep 1
  done
  grep -qi '^retry-after:' "$work/headers" || { echo "$1: without Retry-After" >&2; exit 1; }
  printf '%-68s 503 %s\n' "$1" "$(jq -r .detail "$work/answer")"
}

kill -STOP "$keycloak"
expect 200 "provider silent, a token of a known key" GET /coins "$last"
expect_unknown_key_unavailable "provider silent, a token of an unknown key"
expect_basic "provider silent"
kill -CONT "$keycloak"
stop_keycloak
expect 200 "provider down, a token of a known key" GET /coins "$last"
expect_basic "provider down"
expect_unknown_key_unavailable "provider down, a token of an unknown key"
expect 200 "provider down, a token of a known key, again" GET /coins "$last"
start_keycloak
fetch ecoin desk olga
within 60 "the provider is back" "$token"

echo "== the log"
if grep -nE ' ERROR |^[[:space:]]+at ' "$work/service.log" | head -5 | grep .; then
  echo "The log has errors or stack traces" >&2; exit 1
fi
grep -c ' WARN ' "$work/service.log" | sed 's/$/ warnings, no error, no stack trace/'
echo "all as expected"
