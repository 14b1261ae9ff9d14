-- What several coins tell together, which models are calibrated with.

CREATE TABLE pool (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    estimated_at  timestamptz        NOT NULL,
    coins         text[]             NOT NULL CHECK (cardinality(coins) > 0),
    moves         bigint             NOT NULL CHECK (moves > 0),
    usual_move    double precision   NOT NULL CHECK (usual_move > 0),
    weekdays      double precision[] NOT NULL CHECK (cardinality(weekdays) = 7),
    trend_effects double precision[] NOT NULL CHECK (cardinality(trend_effects) = 30),
    trend_means   double precision[] NOT NULL CHECK (cardinality(trend_means) = 6),
    tails         double precision[] NOT NULL CHECK (cardinality(tails) = 48)
);
COMMENT ON TABLE pool IS
    'what the moves of several coins tell together, estimated once a month; the newest is what models are calibrated with';
COMMENT ON COLUMN pool.id IS 'the version, which models refer to';
COMMENT ON COLUMN pool.estimated_at IS 'when; its UTC date is shown with the version';
COMMENT ON COLUMN pool.coins IS 'CoinGecko''s ids of the coins that it was estimated from; no references, for pools outlive coins';
COMMENT ON COLUMN pool.moves IS 'how many daily moves of them';
COMMENT ON COLUMN pool.usual_move IS 'geometric mean, over the coins, of the usual absolute daily log return';
COMMENT ON COLUMN pool.weekdays IS 'relative size of a move, Monday first';
COMMENT ON COLUMN pool.trend_effects IS
    'on the logarithm of the expected size, [horizon][effect]: 1, 3, 7, 14, 30 days ahead; trends over about 8, 40, 120 days, then their absolute values';
COMMENT ON COLUMN pool.trend_means IS 'means of the same six, from which effects are counted';
COMMENT ON COLUMN pool.tails IS
    'logarithms of quantiles of absolute errors over their expected size, [horizon][coverage]: 1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90 days ahead; 50, 80, 95, 99%';

ALTER TABLE model ADD COLUMN pool bigint REFERENCES pool;
COMMENT ON COLUMN model.pool IS
    'what it is calibrated with, kept in its blob as well; null for the constants that the service comes with';

COMMENT ON COLUMN run.kind IS
    'crawl: fetch missing days; retrain: request the trainings of a night; train: fit a model; advance: move the active one over new days; backtest: measure the active one; score: record and score what was served; pool: estimate what coins tell together';
