-- What a service of schema version 13 added: prices of another feed, and since when one serves nothing.

INSERT INTO daily_price (coin, day, price, source) VALUES ('bitcoin', '2017-08-18', 4285.08, 'binance');
INSERT INTO call_budget (plan, next_permit, month, calls, failing_since)
VALUES ('binance', now(), '2026-11-01', 3, now());
