-- Chances of reaching a price on the way, as they were served, each scored when its days have passed.

CREATE TABLE served_touch (
    coin        text             NOT NULL REFERENCES coin ON DELETE CASCADE,
    origin      date             NOT NULL,
    horizon     integer          NOT NULL CHECK (horizon > 0),
    change      integer          NOT NULL CHECK (change <> 0 AND change > -100),
    model       bigint           NOT NULL,
    state       bigint           NOT NULL,
    bound       double precision NOT NULL CHECK (bound > 0),
    probability double precision NOT NULL CHECK (probability BETWEEN 0 AND 1),
    recorded_at timestamptz      NOT NULL,
    touched     boolean,
    scored_at   timestamptz,
    CHECK ((touched IS NULL) = (scored_at IS NULL)),
    PRIMARY KEY (coin, origin, horizon, change)
);
-- By the last day that they are for: scoring asks for those that have come.
CREATE INDEX served_touch_unscored ON served_touch ((origin + horizon)) WHERE touched IS NULL;
COMMENT ON TABLE served_touch IS
    'probabilities, as /coins/{coin}/touch serves them, that a daily price comes to a bound by a day; scored when the days have passed';
COMMENT ON COLUMN served_touch.coin IS 'whose price it is';
COMMENT ON COLUMN served_touch.origin IS 'day of the last observation that the model knew';
COMMENT ON COLUMN served_touch.horizon IS 'days after the origin that count';
COMMENT ON COLUMN served_touch.change IS 'percent by which the bound is above the price of the origin, or below it if negative';
COMMENT ON COLUMN served_touch.model IS 'what simulated; no reference, for scores outlive models';
COMMENT ON COLUMN served_touch.state IS 'the last one that served from the origin; no reference either';
COMMENT ON COLUMN served_touch.bound IS 'the price to be reached, in the database''s currency';
COMMENT ON COLUMN served_touch.probability IS 'from 10,000 simulated paths, the seed being 1';
COMMENT ON COLUMN served_touch.recorded_at IS 'when the row was written or last replaced by a later state of the origin';
COMMENT ON COLUMN served_touch.touched IS
    'whether a price came to the bound; null until the last day''s price is stored, and scored anew when a price of the days is corrected';
COMMENT ON COLUMN served_touch.scored_at IS 'when that was found out; null before';
