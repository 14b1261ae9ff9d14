-- What a crawler needs to remember so that it never asks twice and never too often.

-- A price of the day computed from a live one stands until the exact one comes.
ALTER TYPE price_source ADD VALUE 'markets' AFTER 'sample';

ALTER TYPE run_state ADD VALUE 'waiting' BEFORE 'running';
ALTER TYPE run_state ADD VALUE 'paused';
ALTER TYPE run_state ADD VALUE 'cancelled';

CREATE TABLE call_budget (
    plan         text        PRIMARY KEY,
    next_permit  timestamptz NOT NULL,
    paused_until timestamptz NOT NULL DEFAULT '-infinity',
    pause_reason text,
    month        date        NOT NULL,
    calls        integer     NOT NULL
);
COMMENT ON TABLE call_budget IS 'calls granted by CoinGecko, shared by all workers and replicas on this database';
COMMENT ON COLUMN call_budget.next_permit IS 'from when on the next call may be made';
COMMENT ON COLUMN call_budget.month IS 'first day of the UTC month of the last call';
COMMENT ON COLUMN call_budget.calls IS 'calls in that month';

CREATE TYPE unavailability AS ENUM ('unknown_coin', 'beyond_plan', 'before_listing', 'absent');

CREATE TABLE unavailable_days (
    coin        text           NOT NULL REFERENCES coin ON DELETE CASCADE,
    first_day   date           NOT NULL,
    last_day    date           NOT NULL CHECK (last_day >= first_day),
    mode        text           NOT NULL,
    reason      unavailability NOT NULL,
    plan        text           NOT NULL,
    recorded_at timestamptz    NOT NULL,
    PRIMARY KEY (coin, mode, reason, first_day, last_day)
);
COMMENT ON TABLE unavailable_days IS 'days that CoinGecko was asked for and does not have, so as not to ask again';
COMMENT ON COLUMN unavailable_days.mode IS 'range or history: the endpoints differ in what they have';
COMMENT ON COLUMN unavailable_days.reason IS
    'unknown_coin and beyond_plan hold until the plan changes, before_listing for ever, absent for a week';

-- CoinGecko's former figures of days that it has corrected; daily_price has the new ones.
CREATE TABLE price_correction (
    coin        text        NOT NULL REFERENCES coin ON DELETE CASCADE,
    day         date        NOT NULL,
    price       numeric     NOT NULL,
    market_cap  numeric,
    volume      numeric,
    stored_at   timestamptz NOT NULL,
    replaced_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON price_correction (coin, day);

CREATE TABLE price_document (
    coin       text        NOT NULL REFERENCES coin ON DELETE CASCADE,
    day        date        NOT NULL,
    document   jsonb       NOT NULL,
    fetched_at timestamptz NOT NULL,
    PRIMARY KEY (coin, day)
);
COMMENT ON COLUMN price_document.document IS 'CoinGecko''s /coins/{id}/history of the day, whole';

-- A run is requested, waits for its turn, runs, and may be paused and resumed before it ends.
ALTER TABLE crawl_run
    ADD COLUMN mode             text        NOT NULL DEFAULT 'range' CHECK (mode IN ('range', 'history')),
    ADD COLUMN coins            text[],
    ADD COLUMN first_day        date,
    ADD COLUMN last_day         date,
    ADD COLUMN requested_at     timestamptz,
    ADD COLUMN paused_until     timestamptz,
    ADD COLUMN cancel_requested boolean     NOT NULL DEFAULT false,
    ADD COLUMN page_calls       integer     NOT NULL DEFAULT 0,
    ADD COLUMN page_retries     integer     NOT NULL DEFAULT 0,
    ALTER COLUMN started_at DROP NOT NULL;
UPDATE crawl_run SET requested_at = started_at;
ALTER TABLE crawl_run ALTER COLUMN requested_at SET NOT NULL;
CREATE INDEX ON crawl_run (state, id);
COMMENT ON COLUMN crawl_run.coins IS 'requested coins; null means all';
COMMENT ON COLUMN crawl_run.first_day IS 'requested; null means from the first day that the plan shows';
COMMENT ON COLUMN crawl_run.last_day IS 'requested; null means yesterday';
COMMENT ON COLUMN crawl_run.page_calls IS 'calls that served many coins at once';

ALTER TABLE crawl_run_coin
    ADD COLUMN days_unavailable integer NOT NULL DEFAULT 0,
    ADD COLUMN days_corrected   integer NOT NULL DEFAULT 0,
    ADD COLUMN retries          integer NOT NULL DEFAULT 0;
