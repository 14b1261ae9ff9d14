-- What the analyses in src/main/sql/analysis read besides the prices themselves, and a comment for every table and column.

CREATE TABLE monthly_price (
    coin       text    NOT NULL,
    month      date    NOT NULL CHECK (month = date_trunc('month', month)),
    days       integer NOT NULL,
    total      numeric NOT NULL,
    first_on   date    NOT NULL,
    last_on    date    NOT NULL,
    lowest     numeric NOT NULL,
    lowest_on  date    NOT NULL,
    highest    numeric NOT NULL,
    highest_on date    NOT NULL,
    PRIMARY KEY (coin, month)
);

CREATE FUNCTION month_of(day date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN date_trunc('month', day::timestamp)::date;
COMMENT ON FUNCTION month_of IS 'first day of the day''s calendar month';

-- The logarithm of a number beyond double precision's range cannot be taken; such a number stays as it is.
CREATE FUNCTION significant(number numeric, digits integer) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN abs(number) BETWEEN 1e-300 AND 1e300
            THEN trim_scale(round(number, digits - 1 - floor(log(abs(number)::double precision))::integer))
        ELSE number
    END;
COMMENT ON FUNCTION significant IS 'the number rounded to so many significant digits, without trailing zeros';

-- New prices are merged into the months they fall in: nothing that is stored already has to be read again. Two writers
-- of one month wait for each other at its row and then merge into what the other one left.
CREATE FUNCTION add_to_monthly_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO monthly_price AS stored
        (coin, month, days, total, first_on, last_on, lowest, lowest_on, highest, highest_on)
    SELECT coin, month_of(day), count(*), sum(price), min(day), max(day),
           min(price), (array_agg(day ORDER BY price, day))[1],
           max(price), (array_agg(day ORDER BY price DESC, day))[1]
    FROM added
    GROUP BY coin, month_of(day)
    ORDER BY coin, month_of(day)
    ON CONFLICT (coin, month) DO UPDATE
    SET days = stored.days + excluded.days,
        total = stored.total + excluded.total,
        first_on = least(stored.first_on, excluded.first_on),
        last_on = greatest(stored.last_on, excluded.last_on),
        lowest = least(stored.lowest, excluded.lowest),
        lowest_on = CASE
            WHEN (excluded.lowest, excluded.lowest_on) < (stored.lowest, stored.lowest_on) THEN excluded.lowest_on
            ELSE stored.lowest_on END,
        highest = greatest(stored.highest, excluded.highest),
        highest_on = CASE
            WHEN (-excluded.highest, excluded.highest_on) < (-stored.highest, stored.highest_on)
                THEN excluded.highest_on
            ELSE stored.highest_on END;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION add_to_monthly_price IS 'trigger: merges added prices into monthly_price';

-- A price that changed or went may have been its month's extreme: the month is computed anew from its days. The months
-- are locked first, in order, so that the statements after it see all that other writers did to them.
CREATE FUNCTION refresh_monthly_price(coins text[], months date[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO monthly_price
    SELECT coin, month, 0, 0, month, month, 'NaN', month, 'NaN', month
    FROM unnest(coins, months) AS changed (coin, month)
    ORDER BY coin, month
    ON CONFLICT DO NOTHING;

    PERFORM FROM monthly_price AS stored
    JOIN unnest(coins, months) AS changed (coin, month) USING (coin, month)
    ORDER BY coin, month
    FOR UPDATE OF stored;

    UPDATE monthly_price AS stored
    SET days = fresh.days, total = coalesce(fresh.total, 0),
        first_on = coalesce(fresh.first_on, stored.month), last_on = coalesce(fresh.last_on, stored.month),
        lowest = coalesce(fresh.lowest, 'NaN'), lowest_on = coalesce(fresh.lowest_on, stored.month),
        highest = coalesce(fresh.highest, 'NaN'), highest_on = coalesce(fresh.highest_on, stored.month)
    FROM unnest(coins, months) AS changed (coin, month)
    CROSS JOIN LATERAL (
        SELECT count(*) AS days, sum(price) AS total, min(day) AS first_on, max(day) AS last_on,
               min(price) AS lowest, (array_agg(day ORDER BY price, day))[1] AS lowest_on,
               max(price) AS highest, (array_agg(day ORDER BY price DESC, day))[1] AS highest_on
        FROM daily_price
        WHERE coin = changed.coin AND day >= changed.month AND day < changed.month + interval '1 month'
    ) AS fresh
    WHERE stored.coin = changed.coin AND stored.month = changed.month;

    DELETE FROM monthly_price AS stored
    USING unnest(coins, months) AS changed (coin, month)
    WHERE stored.coin = changed.coin AND stored.month = changed.month AND stored.days = 0;
END $$;
COMMENT ON FUNCTION refresh_monthly_price IS 'computes months of coins anew from daily_price';

CREATE FUNCTION change_monthly_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_monthly_price(array_agg(coin), array_agg(month))
    FROM (
        SELECT DISTINCT coin, month_of(day) AS month
        FROM (
            (SELECT coin, day, price FROM former EXCEPT SELECT coin, day, price FROM present)
            UNION ALL
            (SELECT coin, day, price FROM present EXCEPT SELECT coin, day, price FROM former)
        ) AS different
    ) AS changed
    HAVING count(*) > 0;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION change_monthly_price IS 'trigger: computes the months of changed prices anew';

CREATE FUNCTION remove_from_monthly_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM refresh_monthly_price(array_agg(coin), array_agg(month))
    FROM (SELECT DISTINCT coin, month_of(day) AS month FROM removed) AS changed
    HAVING count(*) > 0;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION remove_from_monthly_price IS 'trigger: computes the months of removed prices anew';

CREATE FUNCTION empty_monthly_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    TRUNCATE monthly_price;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION empty_monthly_price IS 'trigger: empties monthly_price with daily_price';

-- The writers wait for this migration, or it for them: no price slips in between the sums and the triggers.
LOCK TABLE daily_price IN SHARE ROW EXCLUSIVE MODE;

INSERT INTO monthly_price
SELECT coin, month_of(day), count(*), sum(price), min(day), max(day),
       min(price), (array_agg(day ORDER BY price, day))[1],
       max(price), (array_agg(day ORDER BY price DESC, day))[1]
FROM daily_price
GROUP BY coin, month_of(day);

CREATE TRIGGER monthly_price_added AFTER INSERT ON daily_price
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_to_monthly_price();
CREATE TRIGGER monthly_price_changed AFTER UPDATE ON daily_price
    REFERENCING OLD TABLE AS former NEW TABLE AS present FOR EACH STATEMENT EXECUTE FUNCTION change_monthly_price();
CREATE TRIGGER monthly_price_removed AFTER DELETE ON daily_price
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION remove_from_monthly_price();
CREATE TRIGGER monthly_price_emptied AFTER TRUNCATE ON daily_price
    FOR EACH STATEMENT EXECUTE FUNCTION empty_monthly_price();
