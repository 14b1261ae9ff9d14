-- What a service of schema version 7 added: a crawl and a training that it has handed back, and itself.

INSERT INTO cluster_member (id, host, process, joined_at, alive_until)
VALUES ('6a7d4c1e-0d2c-4c0e-9b57-2f1f6f0f7a11', 'ecoin-forecaster-0', 1, '2026-11-23T10:00:00Z', '2026-11-23T10:00:30Z');
INSERT INTO crawl_run (state, mode, requested_at, started_at, takeovers)
VALUES ('waiting', 'range', '2026-11-23T10:00:00Z', '2026-11-23T10:00:01Z', 1);
INSERT INTO training_run (coin, kind, state, options, requested_by, requested_at, started_at, takeovers)
VALUES ('ethereum', 'train', 'waiting', '{}', 'nightly training', '2026-11-23T01:15:00Z', '2026-11-23T01:15:01Z', 1);
