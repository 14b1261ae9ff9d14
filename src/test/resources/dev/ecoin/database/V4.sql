-- What a service of schema version 4 added: a model that the gate rejected, an older one brought back and pinned, and
-- the state of it that serves.

INSERT INTO model (coin, name, origin, observations, log_likelihood, aicc, fallback, coefficients, diagnostics, candidates,
    trained_at, training_time, blob, verdict, verdict_reason, backtest)
SELECT coin, '(0,0,1)', origin, observations, 12.5, -20.4, NULL, coefficients, diagnostics, candidates,
    '2026-11-23T09:00:00Z', training_time, blob, 'rejected', 'its error is 2.2 of naive''s, more than 1.1',
    '{"windows": 12, "ratio": 2.2}'
FROM model WHERE id = 2;
INSERT INTO model_state (coin, model, origin, blob, made_at)
SELECT coin, id, origin, blob, trained_at FROM model WHERE id = 3;

INSERT INTO model_state (coin, model, origin, blob, made_at)
SELECT coin, id, origin, blob, '2026-11-23T09:30:00Z' FROM model WHERE id = 1;
UPDATE active_model SET model = 1, state = (SELECT max(id) FROM model_state WHERE model = 1),
    activated_at = '2026-11-23T09:30:00Z', activated_by = 'operator', reason = 'the new one drifts', pinned = true
WHERE coin = 'bitcoin';

INSERT INTO training_run (coin, state, started_at, ended_at, model, error, kind, requested_at, requested_by, options, phase,
    note)
VALUES
    ('bitcoin', 'rejected', '2026-11-23T09:00:00Z', '2026-11-23T09:00:01Z', 3, NULL, 'train', '2026-11-23T08:59:59Z',
        'operator', '{"order": "(0,0,1)"}', NULL, 'its error is 2.2 of naive''s, more than 1.1'),
    ('bitcoin', 'succeeded', '2026-11-23T09:10:00Z', '2026-11-23T09:10:01Z', 1, NULL, 'backtest', '2026-11-23T09:10:00Z',
        'shell', '{"windows": 4}', NULL, NULL),
    ('ethereum', 'failed', '2026-11-23T09:20:00Z', '2026-11-23T09:20:01Z', NULL, 'too few prices', 'advance',
        '2026-11-23T09:20:00Z', 'after the crawl', '{}', NULL, NULL);
