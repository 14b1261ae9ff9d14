-- What a service of schema version 3 added: names, a paused, a delisted and a removed coin.

UPDATE coin SET symbol = 'btc', name = 'Bitcoin' WHERE id = 'bitcoin';
INSERT INTO coin (id, added_at, symbol, name, state, delisted_on) VALUES
    ('solana', '2026-11-01T12:00:00Z', 'sol', 'Solana', 'paused', NULL),
    ('terra-luna', '2022-05-01T12:00:00Z', 'lunc', 'Terra Luna Classic', 'delisted', '2026-11-20');
INSERT INTO removed_coin (id, removed_at) VALUES ('dogecoin', '2026-11-02T12:00:00Z');
