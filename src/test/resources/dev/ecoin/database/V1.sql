-- What a service of schema version 1 left behind: a sample, a crawl, a model that serves and one that served before.

INSERT INTO coin (id, added_at) VALUES ('bitcoin', '2026-08-10T00:00:00Z'), ('ethereum', '2026-08-10T00:00:00Z');

INSERT INTO daily_price (coin, day, price, source, stored_at)
SELECT 'bitcoin', date '2026-10-13' + number::integer, price, 'sample', '2026-11-22T10:00:00Z'
FROM unnest(ARRAY[
    66108.11, 67326.16, 66940.71, 67954.92, 69794.42, 68480.87, 69306.27, 70996.23, 74609.44, 73492.84,
    71453.28, 70498.63, 71484.91, 70464.78, 69902.2, 71009.64, 69701.55, 69509.74, 69585.44, 68267.37,
    69062.26, 71131.57, 70615.38, 72225.59, 69854.66, 66654.97, 67225.09, 65543.77, 67538.34, 69670.19,
    69684.72, 70740.13, 70622.99, 70996.39, 70517.95, 72763.58, 71604.32, 69854.16, 67301.43, 68453.08
]::numeric[]) WITH ORDINALITY AS walk (price, number);
UPDATE daily_price SET source = 'coingecko', market_cap = price * 19800000, volume = 31415926535.8979323846
WHERE day > '2026-11-20';
INSERT INTO daily_price (coin, day, price, source) VALUES
    ('ethereum', '2026-11-21', 0.000000000012345678901234567890, 'import'),
    ('ethereum', '2026-11-22', 123456789012345678901234567890.5, 'import');

INSERT INTO crawl_run (state, started_at, ended_at, error) VALUES
    ('succeeded', '2026-11-22T00:45:00Z', '2026-11-22T00:45:04Z', NULL),
    ('failed', '2026-11-23T00:45:00Z', '2026-11-23T00:46:00Z', 'CoinGecko cannot be reached');
INSERT INTO crawl_run_coin (run, coin, state, first_day, last_day, days_wanted, days_stored, calls, error) VALUES
    (1, 'bitcoin', 'succeeded', '2026-11-21', '2026-11-22', 2, 2, 1, NULL),
    (2, 'ethereum', 'failed', NULL, NULL, 1, 0, 4, 'CoinGecko cannot be reached');

INSERT INTO model (coin, name, origin, observations, log_likelihood, aicc, fallback, coefficients, diagnostics, candidates,
    trained_at, training_time, blob)
SELECT 'bitcoin', '(0,1,1)', '2026-11-22', 39, 93.63, -182.93, fallback,
    '{"ma1": {"estimate": 0.025, "standard_error": 0.179}}', '{"warnings": []}', '[]', trained_at, '00:00:00.174',
    decode('4543534d0001000000a90100010100000000010001000000000000512b0000000000000028000000273f999d392fc2fd7c3fc6e87335e694eb3f3f87e5d399561040576844233d80574001d7a19436938b3fecb71'
        || '2609b592400000007000000067ff000000000000040437d2bb932fe1c7ff00000000000004094330b0716d7d5000000000000000000003f915fd04a39c4003f3d50d8bd4a100040263bdf22ae4ad500002271b6a4', 'hex')
FROM (VALUES
    (NULL, timestamptz '2026-11-22T01:15:00Z'),
    ('tried before', timestamptz '2026-11-23T01:15:00Z')
) AS training (fallback, trained_at);
INSERT INTO active_model (coin, model, activated_at) VALUES ('bitcoin', 2, '2026-11-23T01:15:00Z');
INSERT INTO training_run (coin, state, started_at, ended_at, model, error) VALUES
    ('bitcoin', 'succeeded', '2026-11-22T01:15:00Z', '2026-11-22T01:15:01Z', 1, NULL),
    ('bitcoin', 'succeeded', '2026-11-23T01:15:00Z', '2026-11-23T01:15:01Z', 2, NULL),
    ('ethereum', 'failed', '2026-11-23T01:15:01Z', '2026-11-23T01:15:01Z', NULL, 'too few prices');
INSERT INTO job_firing (job, due_at) VALUES ('crawl', '2026-11-23T00:45:00Z'), ('training', '2026-11-23T01:15:00Z');
