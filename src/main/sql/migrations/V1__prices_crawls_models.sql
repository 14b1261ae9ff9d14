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
    id             bigint           PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    coin           text             NOT NULL REFERENCES coin,
    model_order    text             NOT NULL,
    origin         date             NOT NULL,
    observations   integer          NOT NULL,
    log_likelihood double precision NOT NULL,
    aicc           double precision NOT NULL,
    trained_at     timestamptz      NOT NULL,
    training_time  interval         NOT NULL,
    blob           bytea            NOT NULL,
    UNIQUE (coin, id)
);
COMMENT ON COLUMN model.model_order IS 'e.g. (1,1,1)(1,0,1)7';
COMMENT ON COLUMN model.origin IS 'day of the last observation the model has seen';
COMMENT ON COLUMN model.blob IS 'the fitted model in the versioned format of SarimaCodec';

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
