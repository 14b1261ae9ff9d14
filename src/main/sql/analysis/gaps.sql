-- Which days are missing between a coin's first and last stored price?
--
-- One row per gap, a maximal run of missing days: its first and last day, its length, and the prices on the stored
-- days around it. Days before a coin's first price and after its last do not count as gaps.

-- monthly_price has the number of days of each month and its first and last day, so the days of complete months are not
-- read. Gaps between two months follow from that table; only months with fewer days than between their first and last
-- day are searched.
WITH
months AS (
    SELECT coin, month, days, first_on, last_on,
           lag(last_on) OVER (PARTITION BY coin ORDER BY month) AS last_on_before
    FROM monthly_price
),
gaps AS (
    SELECT coin, last_on_before AS day_before, first_on AS day_after
    FROM months
    WHERE first_on - last_on_before > 1
    UNION ALL
    SELECT incomplete.coin, day_before, day_after
    FROM monthly_price AS incomplete
    CROSS JOIN LATERAL (
        SELECT lag(day) OVER (ORDER BY day) AS day_before, day AS day_after
        FROM daily_price
        WHERE coin = incomplete.coin AND day BETWEEN incomplete.first_on AND incomplete.last_on
    ) AS neighbours
    WHERE days <= last_on - first_on AND day_after - day_before > 1
)
SELECT coin,
       day_before + 1 AS first_day,
       day_after - 1 AS last_day,
       day_after - day_before - 1 AS days,
       (SELECT price FROM daily_price WHERE daily_price.coin = gaps.coin AND day = day_before) AS price_before,
       (SELECT price FROM daily_price WHERE daily_price.coin = gaps.coin AND day = day_after) AS price_after
FROM gaps
ORDER BY coin, first_day
