-- What were the highest and the lowest price of a coin in each calendar month, and when?
--
-- One row per coin and month with at least one stored price. Where several days share an extreme, the day given
-- is the first of them. range_percent is the distance between the two in percent of the lowest price.

-- Reads monthly_price, which is always current: triggers on daily_price merge new prices into their months and recompute
-- months with changed or removed prices, in the writer's transaction.
SELECT coin,
       month,
       lowest AS lowest_price,
       lowest_on,
       highest AS highest_price,
       highest_on,
       round(100 * (highest / lowest - 1), 2) AS range_percent,
       days
FROM monthly_price
ORDER BY coin, month
