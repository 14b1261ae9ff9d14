-- Forecasts as they were served, each scored when its day arrives.

CREATE TABLE served_forecast (
    coin        text               NOT NULL REFERENCES coin ON DELETE CASCADE,
    origin      date               NOT NULL,
    horizon     integer            NOT NULL CHECK (horizon > 0),
    model       bigint             NOT NULL,
    state       bigint             NOT NULL,
    median      double precision   NOT NULL,
    levels      double precision[] NOT NULL,
    lower       double precision[] NOT NULL CHECK (cardinality(lower) = cardinality(levels)),
    upper       double precision[] NOT NULL CHECK (cardinality(upper) = cardinality(levels)),
    naive       double precision   NOT NULL,
    recorded_at timestamptz        NOT NULL,
    price       double precision,
    scored_at   timestamptz,
    CHECK ((price IS NULL) = (scored_at IS NULL)),
    PRIMARY KEY (coin, origin, horizon)
);
-- Scoring looks forecasts up by the day they are for.
CREATE INDEX ON served_forecast (coin, (origin + horizon));
COMMENT ON TABLE served_forecast IS
    'forecasts as they were served, one row for each recorded horizon of an origin, scored when their days arrive';
COMMENT ON COLUMN served_forecast.coin IS 'whose price is forecast';
COMMENT ON COLUMN served_forecast.origin IS 'day of the last observation that the forecast knew';
COMMENT ON COLUMN served_forecast.horizon IS 'days after the origin';
COMMENT ON COLUMN served_forecast.model IS 'what forecast; no reference, for scores outlive models';
COMMENT ON COLUMN served_forecast.state IS 'the last one that served from the origin; no reference either';
COMMENT ON COLUMN served_forecast.levels IS 'coverage in percent of the intervals that lower and upper bound';
COMMENT ON COLUMN served_forecast.naive IS 'the price of the origin, as stored when the forecast was recorded';
COMMENT ON COLUMN served_forecast.price IS 'of the day forecast; null until it is stored, and scored anew when it is corrected';
COMMENT ON COLUMN served_forecast.median IS 'forecast price in USD';
COMMENT ON COLUMN served_forecast.lower IS 'lower limits in USD, one for each level';
COMMENT ON COLUMN served_forecast.upper IS 'upper limits in USD, one for each level';
COMMENT ON COLUMN served_forecast.recorded_at IS 'when the row was written or last replaced by a later state of the origin';
COMMENT ON COLUMN served_forecast.scored_at IS 'when the price was last compared with the forecast; null before its day';
