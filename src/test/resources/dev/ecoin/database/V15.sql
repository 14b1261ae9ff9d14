-- What a service of schema version 15 added: coins that were added while CoinGecko could not be reached, or were renamed there.

INSERT INTO coin (id, state, listing) VALUES ('added-while-away', 'active', 'not_checked');
INSERT INTO coin (id, symbol, name, state, delisted_on, listing, namesake)
VALUES ('former-id', 'fid', 'Renamed', 'delisted', '2026-11-20', 'not_listed', 'present-id');
