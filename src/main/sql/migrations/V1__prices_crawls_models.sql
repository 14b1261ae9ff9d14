-- The coins, their daily prices, and what was done with them. A day is a UTC date; its price is the snapshot at
-- 00:00:00 UTC of that date, in USD.

CREATE TABLE coin (
    id       text        PRIMARY KEY CHECK (id <> ''),
    added_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN coin.id IS 'CoinGecko''s id, e.g. bitcoin';

-- In ascending precedence: a later label's price replaces an earlier one's, never the other way round.
CREATE TYPE price_source AS ENUM ('sample', 'import', 'coingecko');

CREATE TABLE daily_price (
    coin       text         NOT NULL REFERENCES coin,
    day        date         NOT NULL,
    price      numeric      NOT NULL CHECK (price > 0 AND price < 'Infinity'),
    market_cap numeric,
    volume     numeric,
    source     price_source NOT NULL,
    stored_at  timestamptz  NOT NULL DEFAULT now(),
    PRIMARY KEY (coin, day)
);

CREATE TYPE run_state AS ENUM ('running', 'succeeded', 'failed');

CREATE TABLE crawl_run (
    id         bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    state      run_state   NOT NULL DEFAULT 'running',
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    error      text
);

CREATE TABLE crawl_run_coin (
    run         bigint    NOT NULL REFERENCES crawl_run ON DELETE CASCADE,
    coin        text      NOT NULL REFERENCES coin,
    state       run_state NOT NULL,
    first_day   date,
    last_day    date,
    days_wanted integer   NOT NULL,
    days_stored integer   NOT NULL,
    calls       integer   NOT NULL,
    error       text,
    PRIMARY KEY (run, coin)
);

CREATE TABLE model (
    id             bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    coin           text        NOT NULL REFERENCES coin,
    name           text        NOT NULL,
    origin         date        NOT NULL,
    observations   integer     NOT NULL,
    log_likelihood double precision,
    aicc           double precision,
    fallback       text,
    coefficients   jsonb       NOT NULL,
    diagnostics    jsonb       NOT NULL,
    candidates     jsonb       NOT NULL,
    trained_at     timestamptz NOT NULL,
    training_time  interval    NOT NULL,
    blob           bytea       NOT NULL,
    UNIQUE (coin, id)
);
COMMENT ON COLUMN model.name IS 'a SARIMA order such as (1,1,1)(1,0,1)7, or the name of a baseline that stands in';
COMMENT ON COLUMN model.origin IS 'day of the last observation the model has seen';
COMMENT ON COLUMN model.observations IS 'that count in the likelihood: not missing, less those lost to differencing';
COMMENT ON COLUMN model.fallback IS 'why a baseline stands in for a SARIMA model; null if none does';
COMMENT ON COLUMN model.coefficients IS 'by name: estimate and standard error';
COMMENT ON COLUMN model.diagnostics IS 'Ljung-Box test, roots'' distance to the unit circle, in-sample scale, missing days, warnings';
COMMENT ON COLUMN model.candidates IS 'what the automatic selection tried, with AICc, best first';
COMMENT ON COLUMN model.blob IS 'the fitted model in the versioned format of ModelCodec';

CREATE TABLE active_model (
    coin         text        PRIMARY KEY,
    model        bigint      NOT NULL,
    activated_at timestamptz NOT NULL,
    FOREIGN KEY (coin, model) REFERENCES model (coin, id)
);

CREATE TABLE training_run (
    id         bigint      PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    coin       text        NOT NULL REFERENCES coin,
    state      run_state   NOT NULL DEFAULT 'running',
    started_at timestamptz NOT NULL,
    ended_at   timestamptz,
    model      bigint      REFERENCES model,
    error      text
);
CREATE INDEX ON training_run (coin, started_at);

-- A scheduled job is due at every replica; the one that adds the row does it.
CREATE TABLE job_firing (
    job    text        NOT NULL,
    due_at timestamptz NOT NULL,
    PRIMARY KEY (job, due_at)
);
