-- More than one source of daily prices. Its precedence is the order of this type; further feeds find their place at start.

ALTER TYPE price_source ADD VALUE 'binance' BEFORE 'import';
COMMENT ON TYPE price_source IS
    'in ascending precedence, a later one replaces an earlier one: bundled sample, computed from a live price, Binance''s daily candles, imported file, CoinGecko''s history';

CREATE FUNCTION add_price_source(name text, above text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TYPE price_source ADD VALUE IF NOT EXISTS %L', name)
        || CASE WHEN above IS NULL THEN '' ELSE format(' BEFORE %L', above) END;
END $$;
COMMENT ON FUNCTION add_price_source IS 'gives a feed that the type price_source lacks its place, right below another one';

ALTER TABLE call_budget ADD COLUMN failing_since timestamptz;
COMMENT ON TABLE call_budget IS 'calls granted by feeds, shared by all workers and replicas on this database';
COMMENT ON COLUMN call_budget.plan IS 'CoinGecko''s plan: public, demo or pro; or another feed''s name, such as binance';
COMMENT ON COLUMN call_budget.paused_until IS 'no call before then: the feed asked for a pause, or the month''s calls are spent';
COMMENT ON COLUMN call_budget.failing_since IS 'since when the feed has served nothing; null if it served the last run that called it';

COMMENT ON TYPE unavailability IS 'why a feed has no price of some days';
COMMENT ON TABLE unavailable_days IS 'days that a feed was asked for and does not have, so as not to ask again';
COMMENT ON COLUMN unavailable_days.mode IS
    'what was asked: CoinGecko''s range or history, which differ in what they have, or another feed, by its name';
COMMENT ON COLUMN unavailable_days.plan IS 'the feed''s terms that it was asked under, such as CoinGecko''s plan';
COMMENT ON COLUMN unavailable_days.recorded_at IS 'when the feed was asked';
COMMENT ON COLUMN crawl_run_coin.days_unavailable IS 'days that no feed was found to have';
COMMENT ON COLUMN crawl_run_coin.calls IS 'calls to feeds, with the repeated ones';
COMMENT ON COLUMN crawl_run_coin.error IS 'why the coin was skipped; null if it was not';
