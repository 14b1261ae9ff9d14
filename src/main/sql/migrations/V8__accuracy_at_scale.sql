-- Scoring finds what is to be scored by indexes, and of prices that change what was scored by them.

-- By the day that they are for: scoring asks for those that have come.
CREATE INDEX served_forecast_unscored ON served_forecast ((origin + horizon)) WHERE price IS NULL;

-- Without a key, so that no writer of prices waits for another one or for the scoring.
CREATE TABLE changed_price (
    coin text NOT NULL REFERENCES coin ON DELETE CASCADE,
    day  date NOT NULL
);
COMMENT ON TABLE changed_price IS
    'days whose price was changed or removed after it was forecast; scored anew as soon as there is a price, and forgotten; written by triggers on daily_price';
COMMENT ON COLUMN changed_price.coin IS 'CoinGecko''s id';
COMMENT ON COLUMN changed_price.day IS 'a UTC date';

CREATE FUNCTION note_changed_price(changed_coin text, changed_day date) RETURNS void LANGUAGE sql AS $$
    INSERT INTO changed_price (coin, day)
    SELECT changed_coin, changed_day
    WHERE EXISTS (SELECT FROM served_forecast WHERE coin = changed_coin AND origin + horizon = changed_day)
      -- A coin that is removed takes its prices with it.
      AND EXISTS (SELECT FROM coin WHERE id = changed_coin)
$$;
COMMENT ON FUNCTION note_changed_price IS 'notes a day to be scored anew, if there is a forecast of it';

CREATE FUNCTION note_changed_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_changed_price(coin, day)
    FROM (SELECT coin, day, price FROM former EXCEPT SELECT coin, day, price FROM present) AS changed;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION note_changed_prices IS 'trigger: notes days whose price is another one';

CREATE FUNCTION note_removed_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_changed_price(coin, day) FROM removed;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION note_removed_prices IS 'trigger: notes days whose price is gone and may come back as another one';

CREATE TRIGGER changed_price_changed AFTER UPDATE ON daily_price
    REFERENCING OLD TABLE AS former NEW TABLE AS present FOR EACH STATEMENT EXECUTE FUNCTION note_changed_prices();
CREATE TRIGGER changed_price_removed AFTER DELETE ON daily_price
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION note_removed_prices();

-- What was changed before the triggers were there.
INSERT INTO changed_price (coin, day)
SELECT DISTINCT coin, p.day
FROM served_forecast AS f JOIN daily_price AS p USING (coin)
WHERE p.day = f.origin + f.horizon AND f.price <> p.price::double precision;
