-- How much does a coin's price rise on average after it has fallen on more than three consecutive days?
--
-- An episode is a maximal run of four or more days, each with a price below the one of the day before, and none of these
-- days missing. Its rise is counted from the price on the run's last day
--   * to the next day: next_day_* ;
--   * to the last day before the price first falls again: until_fall_* . A day with an equal price does not count as a fall.
-- Averages are over a coin's episodes, in the currency of the prices and in percent of the price on the run's last day. A rise that the stored
-- prices do not show counts in no average: to the next day if that day is missing, until the fall if a missing day or
-- the end of the prices comes before the fall. next_day_count and until_fall_count say how many rises each average
-- rests on; episodes counts all runs. Coins without an episode have no row. A rise to the next day is never negative: were
-- the next day lower, the run would not have ended.
-- market_cap is the newest in the stored documents of CoinGecko (of market_cap_on), null if there is none.
WITH
neighbours AS (
    SELECT coin, day, price,
           lag(day) OVER days = day - 1 AS has_before,
           lag(price) OVER days AS price_before,
           CASE WHEN lead(day) OVER days = day + 1 THEN lead(price) OVER days END AS price_after
    FROM daily_price
    WINDOW days AS (PARTITION BY coin ORDER BY day)
),
-- The days that end a climb: the price falls, or the day before is missing. From one such day to the day before the next
-- one, the price stays or rises.
starts AS (
    SELECT coin, day, price, price_before, price_after, coalesce(has_before AND price < price_before, false) AS falls
    FROM neighbours
    WHERE (has_before AND price >= price_before) IS NOT TRUE
),
runs AS (
    SELECT coin, price, price_after,
           -- Four falls in four days, and no fall on the next day.
           falls AND lag(day, 3) OVER days = day - 3 AND lag(falls, 3) OVER days
               AND (price_after < price) IS NOT TRUE AS is_episode,
           CASE WHEN lead(falls) OVER days THEN lead(price_before) OVER days END AS price_until_fall
    FROM starts
    WINDOW days AS (PARTITION BY coin ORDER BY day)
),
averages AS (
    SELECT coin,
           count(*) AS episodes,
           count(price_after) AS next_day_count,
           avg(price_after - price) AS next_day_change,
           avg(100 * (price_after / price - 1)) AS next_day_percent,
           count(price_until_fall) AS until_fall_count,
           avg(price_until_fall - price) AS until_fall_change,
           avg(100 * (price_until_fall / price - 1)) AS until_fall_percent
    FROM runs
    WHERE is_episode
    GROUP BY coin
)
SELECT coin,
       episodes,
       next_day_count,
       significant(next_day_change, 10) AS next_day_change,
       round(next_day_percent, 4) AS next_day_percent,
       until_fall_count,
       significant(until_fall_change, 10) AS until_fall_change,
       round(until_fall_percent, 4) AS until_fall_percent,
       market_cap,
       market_cap_on
FROM averages
LEFT JOIN LATERAL (
    SELECT (document #>> amount)::numeric AS market_cap, day AS market_cap_on
    FROM price_document
    CROSS JOIN (SELECT ARRAY['market_data', 'market_cap', code] AS amount FROM currency) AS priced
    WHERE price_document.coin = averages.coin
      AND jsonb_typeof(document #> amount) = 'number'
    ORDER BY day DESC
    LIMIT 1
) AS newest ON true
ORDER BY coin
