-- One currency for all prices of a database: a service that is configured for another one is refused.

CREATE TABLE currency (
    only_row    boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    code        text        NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE currency IS 'one row: what all prices, market caps and volumes of this database are in';
COMMENT ON COLUMN currency.only_row IS 'true: there is no second row';
COMMENT ON COLUMN currency.code IS 'as in ecoin.currency, such as usd or eur';
COMMENT ON COLUMN currency.recorded_at IS 'when the service first ran on this database, or was upgraded to this version';

-- Versions before this one stored USD.
INSERT INTO currency (code) SELECT 'usd' WHERE EXISTS (SELECT FROM coin);

COMMENT ON COLUMN daily_price.price IS 'in the currency of this database, with every digit that the source gave';
COMMENT ON COLUMN daily_price.market_cap IS 'market capitalisation at that time; null if the source has none';
COMMENT ON COLUMN daily_price.volume IS 'traded in the 24 hours before, in the same currency; null if the source has none';
COMMENT ON COLUMN price_correction.price IS 'the former price';
COMMENT ON COLUMN price_correction.market_cap IS 'the former market capitalisation';
COMMENT ON COLUMN price_correction.volume IS 'the former volume';
COMMENT ON COLUMN monthly_price.total IS 'sum of their prices: by days, the month''s mean price';
COMMENT ON COLUMN monthly_price.lowest IS 'lowest price';
COMMENT ON COLUMN monthly_price.highest IS 'highest price';
COMMENT ON COLUMN served_forecast.median IS 'forecast price';
COMMENT ON COLUMN served_forecast.lower IS 'lower limits of the price, one for each level';
COMMENT ON COLUMN served_forecast.upper IS 'upper limits of the price, one for each level';
