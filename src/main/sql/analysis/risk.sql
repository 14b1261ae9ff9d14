-- How risky was a coin in each calendar month?
--
-- risk is 'high' if from any day to the next the price fell by 50% or more, 'medium' if it fell by more than 20%, else
-- 'low'. A fall belongs to the month of its later day, and is seen only where both days are stored: a 'low' that rests
-- on few changes says little. One row per coin and month with at least one stored price; changes is the number of days in
-- the month whose day before is stored, worst_change_percent the lowest change among them (positive if the price never
-- fell, null if there is none).

-- Computes each month from its own few days, whose range monthly_price supplies, so that nothing needs to be sorted or
-- kept in memory for any number of coins.
SELECT coin,
       month,
       CASE WHEN has_halved THEN 'high' WHEN has_fallen THEN 'medium' ELSE 'low' END AS risk,
       round(100 * (worst_ratio - 1), 2) AS worst_change_percent,
       changes
FROM monthly_price AS months
CROSS JOIN LATERAL (
    SELECT count(price_before) AS changes,
           min(price / price_before) AS worst_ratio,
           -- Products are exact, while quotients are rounded.
           bool_or(price <= 0.5 * price_before) AS has_halved,
           bool_or(price < 0.8 * price_before) AS has_fallen
    FROM (
        SELECT day, price, CASE WHEN lag(day) OVER days = day - 1 THEN lag(price) OVER days END AS price_before
        FROM daily_price
        WHERE coin = months.coin AND day BETWEEN months.first_on - 1 AND months.last_on
        WINDOW days AS (ORDER BY day)
    ) AS neighbours
    WHERE day >= months.first_on
) AS changes
ORDER BY coin, month
