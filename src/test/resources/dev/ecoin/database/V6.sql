-- What a service of schema version 6 added: its triggers keep monthly_price, here by the first price of another month.

INSERT INTO daily_price (coin, day, price, source, stored_at)
VALUES ('bitcoin', '2026-09-30', 66012.5, 'import', '2026-11-23T10:00:00Z');
