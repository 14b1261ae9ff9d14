-- Coins that come, rest and go while the service runs.

-- active: crawled, trained, served. paused by a user, or delisted by CoinGecko: served only, from what is there.
CREATE TYPE coin_state AS ENUM ('active', 'paused', 'delisted');

ALTER TABLE coin
    ADD COLUMN symbol      text,
    ADD COLUMN name        text,
    ADD COLUMN state       coin_state NOT NULL DEFAULT 'active',
    ADD COLUMN delisted_on date,
    ADD CHECK ((state = 'delisted') = (delisted_on IS NOT NULL));
COMMENT ON COLUMN coin.symbol IS 'as CoinGecko lists it, e.g. btc; null until its list was read';
COMMENT ON COLUMN coin.name IS 'as CoinGecko lists it, e.g. Bitcoin; null until its list was read';
COMMENT ON COLUMN coin.delisted_on IS 'UTC date on which CoinGecko was found not to know the coin any more';

-- A coin of the configuration that a user removed stays away at the next start.
CREATE TABLE removed_coin (
    id         text        PRIMARY KEY,
    removed_at timestamptz NOT NULL DEFAULT now()
);

-- A removed coin takes along its prices, models and its part in runs.
ALTER TABLE daily_price
    DROP CONSTRAINT daily_price_coin_fkey,
    ADD FOREIGN KEY (coin) REFERENCES coin ON DELETE CASCADE;
ALTER TABLE crawl_run_coin
    DROP CONSTRAINT crawl_run_coin_coin_fkey,
    ADD FOREIGN KEY (coin) REFERENCES coin ON DELETE CASCADE;
ALTER TABLE model
    DROP CONSTRAINT model_coin_fkey,
    ADD FOREIGN KEY (coin) REFERENCES coin ON DELETE CASCADE;
ALTER TABLE active_model
    DROP CONSTRAINT active_model_coin_model_fkey,
    ADD FOREIGN KEY (coin, model) REFERENCES model (coin, id) ON DELETE CASCADE;
ALTER TABLE training_run
    DROP CONSTRAINT training_run_coin_fkey,
    ADD FOREIGN KEY (coin) REFERENCES coin ON DELETE CASCADE,
    DROP CONSTRAINT training_run_model_fkey,
    ADD FOREIGN KEY (model) REFERENCES model ON DELETE CASCADE;
-- Each cascade looks its rows up by the column that refers to the removed one.
CREATE INDEX ON crawl_run_coin (coin);
CREATE INDEX ON training_run (model);
