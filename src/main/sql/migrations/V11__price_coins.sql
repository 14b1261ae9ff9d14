-- That each price has its coin is checked once a statement: row by row, as a foreign key, it was half the work of storing
-- prices.

CREATE FUNCTION check_price_coins() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    coins text[] := ARRAY(SELECT coin FROM added GROUP BY coin);
    found integer;
BEGIN
    -- Locked as a foreign key does, so that a removal sees what is added here.
    PERFORM FROM coin WHERE id = ANY (coins) ORDER BY id FOR KEY SHARE;
    GET DIAGNOSTICS found = ROW_COUNT;
    IF found < cardinality(coins) THEN
        RAISE foreign_key_violation USING MESSAGE = 'a price in "daily_price" is of a coin that is not in "coin"',
            TABLE = 'daily_price', COLUMN = 'coin';
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION check_price_coins IS 'trigger: refuses prices of coins that are not here';

CREATE FUNCTION refuse_another_coin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE foreign_key_violation USING MESSAGE = 'the id of a coin, and the coin of a price, cannot be changed';
END $$;
COMMENT ON FUNCTION refuse_another_coin IS 'trigger: keeps the ids of coins and their prices together';

-- The coin is locked before, so that prices which are added meanwhile wait, and are refused.
CREATE FUNCTION remove_prices_of_coin() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM daily_price WHERE coin = old.id;
    RETURN old;
END $$;
COMMENT ON FUNCTION remove_prices_of_coin IS 'trigger: removes a coin''s prices with it';

ALTER TABLE daily_price DROP CONSTRAINT daily_price_coin_fkey;
CREATE TRIGGER price_coins_checked AFTER INSERT ON daily_price
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION check_price_coins();
CREATE TRIGGER price_coins_kept BEFORE UPDATE OF coin ON daily_price
    FOR EACH ROW WHEN (old.coin <> new.coin) EXECUTE FUNCTION refuse_another_coin();
CREATE TRIGGER coin_ids_kept BEFORE UPDATE OF id ON coin
    FOR EACH ROW WHEN (old.id <> new.id) EXECUTE FUNCTION refuse_another_coin();
CREATE TRIGGER prices_removed BEFORE DELETE ON coin FOR EACH ROW EXECUTE FUNCTION remove_prices_of_coin();
