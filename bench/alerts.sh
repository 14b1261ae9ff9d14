#!/usr/bin/env bash
# Seconds from the end of a crawl to the last message of 1,000 rules that fire for two coins each, beside webhooks that are dead:
# one answers after 50 ms, two never do, one refuses connections, and the host of one does not resolve. On the packaged jar and a
# PostgreSQL of its own, with the bundled sample and its models. Leaves nothing behind.
#
#   ./mvnw package -DskipTests && bench/alerts.sh
#
# RULES (1000) may be set. Ends with status 1 if it takes more than 60 s or a message is missing or came twice. Needs curl,
# python3 and the server of PostgreSQL (Debian: postgresql).
set -euo pipefail
cd "$(dirname "$0")/.."

rules=${RULES:-1000}
jar=target/quarkus-app/quarkus-run.jar
[ -f "$jar" ] || { echo "There is no $jar: ./mvnw package -DskipTests" >&2; exit 2; }

source bench/postgresql.sh
start_service_server alerts <<<''
service_port=$((port + 1))
hook_port=$((port + 2))
password=bench-alerts
hash=$(printf '%s\n' "$password" | java -jar "$jar" password 2>/dev/null)

cat >"$home/receiver.py" <<'PY'
import http.server, sys, time

class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        if self.path == "/alive":
            with open(sys.argv[2], "a") as ids:
                ids.write(self.headers["webhook-id"] + "\n")
            time.sleep(0.05)
            self.send_response(204)
            self.end_headers()
        else:
            time.sleep(3600)

    def log_message(self, *arguments):
        pass

http.server.ThreadingHTTPServer.request_queue_size = 100
http.server.ThreadingHTTPServer(("localhost", int(sys.argv[1])), Receiver).serve_forever()
PY
touch "$home/ids"
python3 "$home/receiver.py" "$hook_port" "$home/ids" &
started=("$!")

QUARKUS_HTTP_HOST=localhost QUARKUS_HTTP_PORT=$service_port QUARKUS_MANAGEMENT_PORT=0 ECOIN_SAMPLE_ENABLED=true \
  ECOIN_COINGECKO_URL=http://localhost:1/api/v3 ECOIN_BINANCE_URL=http://localhost:1/api/v3 ECOIN_COINGECKO_RETRIES=0 \
  ECOIN_ALERTS_ALLOWED_HOSTS=localhost,nowhere.invalid ECOIN_SECURITY_OPERATOR_PASSWORD_HASH="$hash" \
  java -jar "$jar" >"$home/service.log" 2>&1 &
started+=("$!")
until grep -q 'Ready' "$home/service.log"; do
  kill -0 "${started[1]}" 2>/dev/null || { cat "$home/service.log" >&2; exit 2; }
  sleep 0.5
done
until [ "$(sql -c "SELECT count(*) FROM run WHERE ended_at IS NULL")" = 0 ]; do sleep 0.5; done

sql <<SQL
INSERT INTO webhook (name, url, format, enabled, secret, created_by, created_at)
SELECT name, url, 'json', true, 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', 'bench', now()
FROM (VALUES ('alive', 'http://localhost:$hook_port/alive'), ('silent', 'http://localhost:$hook_port/silent'),
             ('silent too', 'http://localhost:$hook_port/silent-too'), ('refusing', 'http://localhost:1/'),
             ('unresolved', 'http://nowhere.invalid/')) AS hook (name, url);
INSERT INTO alert (name, coins, condition, enabled, created_by, created_at, changed_at)
SELECT 'rule ' || i, '{}',
       CASE i % 4
           WHEN 0 THEN jsonb_build_object('kind', 'touch', 'return_above', 1 + i % 10, 'days', 7 + i % 30, 'at_least', 1e-6, 'margin', 0)
           WHEN 1 THEN jsonb_build_object('kind', 'probability', 'return_above', -50 + i % 45, 'days', 1 + i % 365, 'at_least', 1e-9, 'margin', 0)
           WHEN 2 THEN jsonb_build_object('kind', 'interval_width', 'level', 80, 'days', 1 + i % 365, 'at_least', 1e-6, 'margin', 0)
           ELSE jsonb_build_object('kind', 'stale_prices', 'older_than_days', 1)
       END, true, 'bench', now(), now()
FROM generate_series(1, $rules) AS i;
INSERT INTO alert_webhook SELECT alert.id, webhook.id FROM alert CROSS JOIN webhook;
SQL
curl -sf -u "operator:$password" -H 'Content-Type: application/json' -d '{}' "http://localhost:$service_port/crawls" >/dev/null

messages=$(( 2 * rules ))
for _ in $(seq 600); do
  [ "$(wc -l <"$home/ids")" -lt "$messages" ] || break
  sleep 0.5
done
sleep 2
sql -F ' ' <<SQL
SELECT format('%s rules over 2 coins: evaluated %s s after the end of the crawl, the last of %s messages delivered %s s after it; %s wait for dead webhooks',
    $rules,
    round(extract(epoch FROM (SELECT max(at) FROM alert_event) - crawl.ended_at), 1),
    (SELECT count(*) FROM webhook_delivery WHERE state = 'delivered'),
    round(extract(epoch FROM (SELECT max(attempted_at) FROM webhook_delivery WHERE state = 'delivered') - crawl.ended_at), 1),
    (SELECT count(*) FROM webhook_delivery WHERE state = 'waiting'))
FROM (SELECT max(ended_at) AS ended_at FROM run WHERE kind = 'crawl') AS crawl;
SQL
fast=$(sql -c "SELECT (SELECT max(attempted_at) FROM webhook_delivery WHERE state = 'delivered')
                      - (SELECT max(ended_at) FROM run WHERE kind = 'crawl') < interval '60 s'")
received=$(wc -l <"$home/ids")
distinct=$(sort -u "$home/ids" | wc -l)
sql -F ' ' -c "SELECT kind, count(*) AS runs, round(extract(epoch FROM max(ended_at - started_at)), 1) || ' s' FROM run
  WHERE kind IN ('crawl', 'advance', 'score', 'alerts') AND started_at > now() - interval '10 min' GROUP BY kind ORDER BY kind"
grep -E 'not delivered to the webhook .alive|taken over|has died' "$home/service.log" | head -20 || true
echo "received $received messages, $distinct of them different"
[ "$fast" = t ] && [ "$received" = "$messages" ] && [ "$distinct" = "$messages" ]
