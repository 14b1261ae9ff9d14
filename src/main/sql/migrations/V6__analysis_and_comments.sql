-- What the analyses in src/main/sql/analysis read besides the prices themselves, and a comment for every table and column.

-- Analyses and trainings read a coin's days and prices in order. With the price in the key's index they need not visit the
-- table, where one coin's rows lie as scattered as the days they were crawled on.
ALTER TABLE daily_price
    DROP CONSTRAINT daily_price_pkey,
    ADD PRIMARY KEY (coin, day) INCLUDE (price);

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

-- Computes months anew from their days. They are locked first, in order: two writers of one month wait for each other here,
-- and the statements after that see all that the other one did.
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

-- A month that comes into being has no days but the added ones, so that a coin's history is read only once. What this
-- statement or another writer has put there already is computed anew.
CREATE FUNCTION add_to_monthly_price() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    coins  text[];
    months date[];
BEGIN
    WITH begun AS (
        INSERT INTO monthly_price
        SELECT coin, month_of(day), count(*), sum(price), min(day), max(day),
               min(price), (array_agg(day ORDER BY price, day))[1],
               max(price), (array_agg(day ORDER BY price DESC, day))[1]
        FROM added
        GROUP BY coin, month_of(day)
        ORDER BY coin, month_of(day)
        ON CONFLICT DO NOTHING
        RETURNING coin, month
    )
    SELECT array_agg(coin), array_agg(month) INTO coins, months
    FROM (SELECT coin, month_of(day) AS month FROM added EXCEPT SELECT coin, month FROM begun) AS others;
    IF coins IS NOT NULL THEN
        PERFORM refresh_monthly_price(coins, months);
    END IF;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION add_to_monthly_price IS 'trigger: brings added prices into monthly_price';

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

-- The new key above has locked writers out: no price slips in between the sums and the triggers.
SELECT refresh_monthly_price(array_agg(coin), array_agg(month))
FROM (SELECT DISTINCT coin, month_of(day) AS month FROM daily_price) AS stored;

CREATE TRIGGER monthly_price_added AFTER INSERT ON daily_price
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_to_monthly_price();
CREATE TRIGGER monthly_price_changed AFTER UPDATE ON daily_price
    REFERENCING OLD TABLE AS former NEW TABLE AS present FOR EACH STATEMENT EXECUTE FUNCTION change_monthly_price();
CREATE TRIGGER monthly_price_removed AFTER DELETE ON daily_price
    REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION remove_from_monthly_price();
CREATE TRIGGER monthly_price_emptied AFTER TRUNCATE ON daily_price
    FOR EACH STATEMENT EXECUTE FUNCTION empty_monthly_price();

COMMENT ON TABLE monthly_price IS 'days, sum and extremes of each coin''s prices by month; kept by triggers on daily_price';
COMMENT ON COLUMN monthly_price.coin IS 'CoinGecko''s id';
COMMENT ON COLUMN monthly_price.month IS 'first day of the month';
COMMENT ON COLUMN monthly_price.days IS 'stored days in the month, at least 1';
COMMENT ON COLUMN monthly_price.total IS 'sum of their prices in USD: by days, the month''s mean price';
COMMENT ON COLUMN monthly_price.first_on IS 'the first stored day in the month';
COMMENT ON COLUMN monthly_price.last_on IS 'the last stored day in the month';
COMMENT ON COLUMN monthly_price.lowest IS 'lowest price in USD';
COMMENT ON COLUMN monthly_price.lowest_on IS 'the first day with the lowest price';
COMMENT ON COLUMN monthly_price.highest IS 'highest price in USD';
COMMENT ON COLUMN monthly_price.highest_on IS 'the first day with the highest price';

COMMENT ON TABLE coin IS 'the coins that prices are kept of';
COMMENT ON COLUMN coin.added_at IS 'when the coin was added';
COMMENT ON COLUMN coin.state IS 'what is done with the coin';
COMMENT ON TYPE coin_state IS
    'active: crawled, trained and served; paused by a user or delisted by CoinGecko: served only, from what is there';

COMMENT ON TABLE removed_coin IS 'coins that a user removed: the configuration''s list does not bring them back';
COMMENT ON COLUMN removed_coin.id IS 'CoinGecko''s id';
COMMENT ON COLUMN removed_coin.removed_at IS 'when the coin was removed';

COMMENT ON TABLE daily_price IS 'a coin''s price of a day: the snapshot at 00:00:00 UTC; days without a price have no row';
COMMENT ON COLUMN daily_price.coin IS 'CoinGecko''s id';
COMMENT ON COLUMN daily_price.day IS 'UTC date';
COMMENT ON COLUMN daily_price.price IS 'USD, with every digit that the source gave';
COMMENT ON COLUMN daily_price.market_cap IS 'market capitalisation in USD at that time; null if the source has none';
COMMENT ON COLUMN daily_price.volume IS 'USD traded in the 24 hours before; null if the source has none';
COMMENT ON COLUMN daily_price.source IS 'where the figures came from';
COMMENT ON COLUMN daily_price.stored_at IS 'when these figures were stored';
COMMENT ON TYPE price_source IS
    'in ascending precedence, a later one replaces an earlier one: bundled sample, computed from a live price, imported file, CoinGecko''s history';

COMMENT ON TABLE price_correction IS 'CoinGecko''s former figures of days that it has corrected; daily_price has the new ones';
COMMENT ON COLUMN price_correction.coin IS 'CoinGecko''s id';
COMMENT ON COLUMN price_correction.day IS 'the corrected day, a UTC date';
COMMENT ON COLUMN price_correction.price IS 'the former price in USD';
COMMENT ON COLUMN price_correction.market_cap IS 'the former market capitalisation in USD';
COMMENT ON COLUMN price_correction.volume IS 'the former volume in USD';
COMMENT ON COLUMN price_correction.stored_at IS 'when the former figures were stored';
COMMENT ON COLUMN price_correction.replaced_at IS 'when they were replaced';

COMMENT ON TABLE price_document IS 'what CoinGecko says of a coin on a day, whole; fetched by crawls in mode history';
COMMENT ON COLUMN price_document.coin IS 'CoinGecko''s id';
COMMENT ON COLUMN price_document.day IS 'UTC date';
COMMENT ON COLUMN price_document.fetched_at IS 'when it was fetched';

COMMENT ON TYPE run_state IS 'where a crawl or training run, or one coin''s part in a crawl, stands';
COMMENT ON TYPE unavailability IS 'why CoinGecko has no price of some days';

COMMENT ON TABLE crawl_run IS 'requested crawls, and what became of them';
COMMENT ON COLUMN crawl_run.id IS 'ascending in the order of requests';
COMMENT ON COLUMN crawl_run.state IS 'where it stands';
COMMENT ON COLUMN crawl_run.started_at IS 'when it began to run; null while it waits';
COMMENT ON COLUMN crawl_run.ended_at IS 'when it ended; null before';
COMMENT ON COLUMN crawl_run.error IS 'why it failed or paused; null if it did not';
COMMENT ON COLUMN crawl_run.mode IS 'range: prices of many days a call; history: a day''s whole document a call';
COMMENT ON COLUMN crawl_run.requested_at IS 'when it was requested';
COMMENT ON COLUMN crawl_run.paused_until IS 'when a paused run goes on; null if it is not paused';
COMMENT ON COLUMN crawl_run.cancel_requested IS 'whether a user asked for its end';
COMMENT ON COLUMN crawl_run.page_retries IS 'repetitions among the calls that served many coins at once';

COMMENT ON TABLE crawl_run_coin IS 'what a crawl did for each coin';
COMMENT ON COLUMN crawl_run_coin.run IS 'the crawl';
COMMENT ON COLUMN crawl_run_coin.coin IS 'CoinGecko''s id';
COMMENT ON COLUMN crawl_run_coin.state IS 'where the coin''s part stands';
COMMENT ON COLUMN crawl_run_coin.first_day IS 'first missing day; null if none was missing';
COMMENT ON COLUMN crawl_run_coin.last_day IS 'last missing day; null if none was missing';
COMMENT ON COLUMN crawl_run_coin.days_wanted IS 'missing days';
COMMENT ON COLUMN crawl_run_coin.days_stored IS 'days added or changed';
COMMENT ON COLUMN crawl_run_coin.days_unavailable IS 'days that CoinGecko was found not to have';
COMMENT ON COLUMN crawl_run_coin.days_corrected IS 'days that CoinGecko had given other figures for';
COMMENT ON COLUMN crawl_run_coin.calls IS 'calls to CoinGecko, with the repeated ones';
COMMENT ON COLUMN crawl_run_coin.retries IS 'repetitions among them';
COMMENT ON COLUMN crawl_run_coin.error IS 'why the coin was passed over; null if it was not';

COMMENT ON COLUMN call_budget.plan IS 'CoinGecko''s plan: public, demo or pro';
COMMENT ON COLUMN call_budget.paused_until IS 'no call before then: CoinGecko asked for a pause, or the month''s calls are spent';
COMMENT ON COLUMN call_budget.pause_reason IS 'why; null if there was no pause yet';

COMMENT ON COLUMN unavailable_days.coin IS 'CoinGecko''s id';
COMMENT ON COLUMN unavailable_days.first_day IS 'first of the days, a UTC date';
COMMENT ON COLUMN unavailable_days.last_day IS 'last of the days';
COMMENT ON COLUMN unavailable_days.plan IS 'CoinGecko''s plan that was asked under';
COMMENT ON COLUMN unavailable_days.recorded_at IS 'when CoinGecko was asked';

COMMENT ON TABLE model IS 'trained models and all that was known at their training';
COMMENT ON COLUMN model.id IS 'ascending in the order of training';
COMMENT ON COLUMN model.coin IS 'CoinGecko''s id';
COMMENT ON COLUMN model.log_likelihood IS 'maximised log likelihood of the log prices; null for a baseline';
COMMENT ON COLUMN model.aicc IS 'corrected Akaike information criterion, lower is better; null for a baseline';
COMMENT ON COLUMN model.trained_at IS 'when the training ended';
COMMENT ON COLUMN model.training_time IS 'how long the fit took';

COMMENT ON TABLE active_model IS 'the model that serves each coin''s forecasts';
COMMENT ON COLUMN active_model.coin IS 'CoinGecko''s id';
COMMENT ON COLUMN active_model.model IS 'the model';
COMMENT ON COLUMN active_model.activated_at IS 'when it became the one that serves';

COMMENT ON TABLE training_run IS 'trainings, and what became of them';
COMMENT ON COLUMN training_run.id IS 'ascending in the order of requests';
COMMENT ON COLUMN training_run.coin IS 'CoinGecko''s id';
COMMENT ON COLUMN training_run.state IS 'where it stands';
COMMENT ON COLUMN training_run.started_at IS 'when it began to run';
COMMENT ON COLUMN training_run.ended_at IS 'when it ended; null before';
COMMENT ON COLUMN training_run.model IS 'the model that it brought; null if none';
COMMENT ON COLUMN training_run.error IS 'why it failed; null if it did not';

COMMENT ON TABLE job_firing IS 'due times of scheduled jobs: the replica that adds the row does the job';
COMMENT ON COLUMN job_firing.job IS 'name of the job';
COMMENT ON COLUMN job_firing.due_at IS 'when it was due';

COMMENT ON TYPE model_verdict IS 'what the gate before activation said of a model';

COMMENT ON COLUMN model_state.id IS 'ascending in the order of making';
COMMENT ON COLUMN model_state.coin IS 'CoinGecko''s id';
COMMENT ON COLUMN model_state.model IS 'the model whose state it is';
COMMENT ON COLUMN model_state.blob IS 'the model in this state, in the versioned format of ModelCodec';
COMMENT ON COLUMN model_state.made_at IS 'when the model was trained, or moved to this state';

COMMENT ON COLUMN active_model.state IS 'the model''s state that forecasts start from';
COMMENT ON COLUMN active_model.reason IS 'why this model serves';

COMMENT ON COLUMN model_activation.id IS 'ascending in the order of activations';
COMMENT ON COLUMN model_activation.coin IS 'CoinGecko''s id';
COMMENT ON COLUMN model_activation.model IS 'the model that was activated';
COMMENT ON COLUMN model_activation.activated_at IS 'when';
COMMENT ON COLUMN model_activation.activated_by IS 'a user''s name or the part of the service that did it';
COMMENT ON COLUMN model_activation.reason IS 'why';
COMMENT ON COLUMN model_activation.pinned IS 'whether trainings leave the model in place from then on';

COMMENT ON COLUMN training_run.requested_at IS 'when it was requested';
COMMENT ON COLUMN training_run.requested_by IS 'a user''s name or the part of the service that did it';
