-- What a service of schema version 2 added: a budget of calls, days that CoinGecko does not have, corrections, documents.

INSERT INTO daily_price (coin, day, price, source) VALUES ('ethereum', '2026-11-20', 3012.5, 'markets');
INSERT INTO call_budget (plan, next_permit, paused_until, pause_reason, month, calls) VALUES
    ('public', '2026-11-23T00:46:00Z', '-infinity', NULL, '2026-11-01', 42),
    ('demo', '2026-11-23T00:46:00Z', '2026-12-01T00:00:00Z', 'credits spent', '2026-11-01', 10000);
INSERT INTO unavailable_days (coin, first_day, last_day, mode, reason, plan, recorded_at) VALUES
    ('bitcoin', '2013-04-28', '2025-11-22', 'range', 'beyond_plan', 'public', '2026-11-23T00:45:01Z'),
    ('ethereum', '2015-01-01', '2015-08-06', 'history', 'before_listing', 'pro', '2026-11-23T00:45:01Z');
INSERT INTO price_correction (coin, day, price, market_cap, volume, stored_at, replaced_at) VALUES
    ('bitcoin', '2026-11-21', 67300, NULL, 1, '2026-11-22T00:45:00Z', '2026-11-23T00:45:00Z');
INSERT INTO price_document (coin, day, document, fetched_at) VALUES
    ('bitcoin', '2026-11-21', '{"id": "bitcoin", "market_data": {"current_price": {"usd": 67301.43}}}',
        '2026-11-23T00:45:00Z');
INSERT INTO crawl_run (state, started_at, ended_at, mode, coins, first_day, last_day, requested_at, page_calls, page_retries)
VALUES
    ('succeeded', '2026-11-23T02:00:00Z', '2026-11-23T02:01:00Z', 'history', '{bitcoin}', '2026-11-21', '2026-11-21',
        '2026-11-23T01:59:00Z', 3, 1),
    ('cancelled', NULL, '2026-11-23T02:00:30Z', 'range', NULL, NULL, NULL, '2026-11-23T02:00:00Z', 0, 0);
INSERT INTO crawl_run_coin (run, coin, state, days_wanted, days_stored, calls, days_unavailable, days_corrected, retries)
SELECT max(id) - 1, 'bitcoin', 'succeeded', 1, 1, 2, 0, 1, 1 FROM crawl_run;
