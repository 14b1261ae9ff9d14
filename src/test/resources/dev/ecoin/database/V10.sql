-- What a service of schema version 10 added: a crawl that goes on at its time, and what follows from it, which runs.

INSERT INTO run (kind, lane, options, priority, requested_by, requested_at, state, due_at, started_at, attempt, takeovers,
    error)
VALUES ('crawl', 'crawl', '{"mode": "range", "from": "2026-01-01"}', 10, 'operator', '2026-11-28T10:00:00Z', 'paused',
    '2026-11-28T11:00:00Z', '2026-11-28T10:00:01Z', 2, 1, 'CoinGecko asks for a pause');
INSERT INTO run (kind, lane, requested_by, requested_at, state, due_at, started_at, member, attempt)
VALUES ('score', 'score', 'new prices and models', '2026-11-28T10:00:02Z', 'running', '2026-11-28T10:00:02Z',
    '2026-11-28T10:00:03Z', '6a7d4c1e-0d2c-4c0e-9b57-2f1f6f0f7a11', 1);
