-- A coin can be added while CoinGecko cannot be reached, and may have another id there by now.

CREATE TYPE coin_listing AS ENUM ('not_checked', 'listed', 'not_listed');
COMMENT ON TYPE coin_listing IS
    'what CoinGecko''s list of coins says: not looked up yet, the next crawl does so; there; not there';

ALTER TABLE coin
    ADD COLUMN listing   coin_listing,
    ADD COLUMN namesake  text;
COMMENT ON COLUMN coin.listing IS 'whether CoinGecko lists the id; null for coins of the configuration or an import until the next start';
COMMENT ON COLUMN coin.namesake IS
    'another id that CoinGecko lists under the coin''s name since the coin''s own prices ended; null if there is none, or several';

UPDATE coin SET listing = CASE state WHEN 'delisted' THEN 'not_listed' ELSE 'listed' END::coin_listing
WHERE state = 'delisted' OR name IS NOT NULL;
