-- What a service of schema version 18 added: rules of one coin and of all, one that fires, and messages that were and were not sent.

INSERT INTO webhook (name, url, format, enabled, disabled_why, secret, former_secret, former_until, created_by, created_at)
VALUES
    ('desk', 'https://hooks.example.com/services/T0/B0/x', 'slack', true, NULL,
     'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', '2026-11-24T08:00:00Z',
     'operator', '2026-11-20T08:00:00Z'),
    ('gone', 'https://example.org/alerts', 'json', false, 'It answered 410 Gone',
     'whsec_plJ3nmyCDGBKInavdOK15jsl', NULL, NULL, 'operator', '2026-11-20T08:01:00Z');
INSERT INTO alert (name, coins, condition, enabled, revision, created_by, created_at, changed_at, evaluated_at)
VALUES
    ('bitcoin above 100000', '{bitcoin}',
     '{"kind": "probability", "above": 100000, "days": 30, "at_least": 0.5, "margin": 0.05}', true, 2, 'operator',
     '2026-11-20T08:02:00Z', '2026-11-21T08:00:00Z', '2026-11-23T01:00:00Z'),
    ('old prices', '{}', '{"kind": "stale_prices", "older_than_days": 3}', true, 1, 'operator', '2026-11-20T08:03:00Z',
     '2026-11-20T08:03:00Z', NULL);
INSERT INTO alert_webhook (alert, webhook) SELECT a.id, w.id FROM alert AS a CROSS JOIN webhook AS w;
INSERT INTO alert_state (alert, coin, firing, since, standing, value, finding, evaluated_at)
SELECT id, 'bitcoin', true, '2026-11-22T01:00:00Z', 'within_margin', 0.4712,
       'The probability of a price above 100000 USD on 2026-12-22 is 0.4712, below 0.5', '2026-11-23T01:00:00Z'
FROM alert WHERE cardinality(coins) = 1;
INSERT INTO alert_event (alert, coin, event, at, value, finding)
SELECT id, 'bitcoin', 'fired', '2026-11-22T01:00:00Z', 0.5103,
       'The probability of a price above 100000 USD on 2026-12-21 is 0.5103, at least 0.5'
FROM alert WHERE cardinality(coins) = 1;
INSERT INTO webhook_delivery (webhook, message, type, alert, coin, body, created_at, state, attempts, next_attempt_at,
                              attempted_at, status, duration_ms, error)
SELECT w.id, 'msg_' || md5(w.name), 'alert.fired', a.id, 'bitcoin', '{"text": "bitcoin above 100000 fired"}',
       '2026-11-22T01:00:00Z', CASE w.name WHEN 'desk' THEN 'waiting' ELSE 'failed' END, 1,
       CASE w.name WHEN 'desk' THEN '2026-11-22T01:05:00Z'::timestamptz END, '2026-11-22T01:00:01Z',
       CASE w.name WHEN 'desk' THEN 500 ELSE 410 END, 87, 'It answered ' || CASE w.name WHEN 'desk' THEN '500' ELSE '410' END
FROM webhook AS w CROSS JOIN alert AS a WHERE cardinality(a.coins) = 1;
